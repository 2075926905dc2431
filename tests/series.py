"""Series of counts of five minutes, made with a fixed seed: ordinary ones of brands of several sizes, and crises to add to them."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

STEP = timedelta(minutes=5)
A_DAY = 288
START = datetime(2025, 1, 6)  # noqa: DTZ001 - a Monday by the clock of the brand


@dataclass(frozen=True)
class Brand:
    """`daily` mentions a day when the year begins, `growth` times as many when it ends. `burst`: the variance grows by burst × mean²
    of a quarter of an hour; 0 is pure chance (Poisson)."""

    name: str
    daily: float
    growth: float = 1.0
    burst: float = 0.0


BRANDS = [
    Brand("2 a week", 0.3),
    Brand("3 a day", 3),
    Brand("30 a day", 30),
    Brand("300 a day", 300, growth=1.5),
    Brand("300 a day, bursts", 300, growth=1.5, burst=0.3),
    Brand("3,000 a day, bursts", 3_000, growth=2.0, burst=0.3),
    Brand("30,000 a day, bursts", 30_000, growth=1.5, burst=0.1),
]


def usual(brand: Brand, number: int) -> float:
    """Expected in the step of this number: few at night and at the weekend, most at noon and in the evening."""
    hour = number % A_DAY / 12
    day = 1 + 0.65 * math.sin((hour - 8) / 24 * 2 * math.pi) + 0.25 * math.sin((hour - 5) / 12 * 2 * math.pi)
    week = (1.1, 1.1, 1.1, 1.1, 1.05, 0.8, 0.75)[number // A_DAY % 7]
    return brand.daily / A_DAY * day * week * brand.growth ** (number / A_DAY / 365)


def ordinary(brand: Brand, days: int, seed: int) -> Iterator[tuple[datetime, int]]:
    chance = random.Random(f"{brand.name} {seed}")
    gust = 1.0
    for number in range(days * A_DAY):
        if number % 3 == 0 and brand.burst:
            gust = chance.gammavariate(1 / brand.burst, brand.burst)
        yield START + number * STEP, poisson(chance, usual(brand, number) * gust)


def poisson(chance: random.Random, mean: float) -> int:
    if mean > 60:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, count, product = math.exp(-mean), 0, chance.random()
    while product > limit:
        count += 1
        product *= chance.random()
    return count


def crisis(chance: random.Random, number: int, in_all: float) -> int:
    """More in the step of this number since it began: half of `in_all` within three hours, fading."""
    half_life = 36
    return poisson(chance, in_all * (0.5 ** (number / half_life) - 0.5 ** ((number + 1) / half_life)))
