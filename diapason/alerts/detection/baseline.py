"""How many are usual at an hour of a day: a level, the course of the day, and the course of the week."""

from dataclasses import dataclass, field
from datetime import datetime

SLOTS = 48  # half hours of a day
DAYS = 7
PER_SLOT = 6  # steps of five minutes
PER_DAY = SLOTS * PER_SLOT
LEVEL_HALF_LIFE = 3.5 * PER_DAY
DAY_HALF_LIFE = 10  # days; of the course of the day
WEEK_HALF_LIFE = 5  # weeks; of the course of the week
PRIOR = 20.0  # as if so many had been counted at an hour like any other: a few mentions at night make no habit of the night


def forgetting(half_life: float) -> float:
    return float(0.5 ** (1 / half_life))


LEVEL_RATE = 1 - forgetting(LEVEL_HALF_LIFE)
DAY_KEPT = forgetting(DAY_HALF_LIFE * PER_SLOT)
WEEK_KEPT = forgetting(WEEK_HALF_LIFE * PER_DAY)


@dataclass(slots=True)
class Baseline:
    """`level` is the mean of a step without its hour and day. Each of `day` and `week` is [counted, expected of a flat course], both
    fading; their quotient, held near 1 while little was counted, is the factor of that hour or day."""

    level: float = 0.0
    seen: int = 0
    day: list[list[float]] = field(default_factory=lambda: [[0.0, 0.0] for _ in range(SLOTS)])
    week: list[list[float]] = field(default_factory=lambda: [[0.0, 0.0] for _ in range(DAYS)])

    def expected(self, local: datetime) -> float:
        """Of the step that begins at this moment of the brand's clock."""
        hour, day = self.courses(local)
        return round(self.level * factor(hour) * factor(day), 4)

    def learn(self, local: datetime, count: float) -> None:
        hour, day = self.courses(local)
        by_hour, by_day = factor(hour), factor(day)
        rate = max(LEVEL_RATE, 1 / (self.seen + 1))
        flat = self.level if self.seen else count
        hour[:] = (hour[0] * DAY_KEPT + count / by_day, hour[1] * DAY_KEPT + flat)
        day[:] = (day[0] * WEEK_KEPT + count / by_hour, day[1] * WEEK_KEPT + flat)
        self.level += rate * (count / (by_hour * by_day) - self.level)
        self.seen += 1

    def courses(self, local: datetime) -> tuple[list[float], list[float]]:
        return self.day[local.hour * 2 + local.minute // 30], self.week[local.weekday()]


def factor(course: list[float]) -> float:
    return (course[0] + PRIOR) / (course[1] + PRIOR)
