"""When an unusual step is a new alert, when it makes the present one worse, and when it is only more of the same."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TOGETHER = timedelta(hours=24)  # after its beginning, or after it last became clearly worse, all that is unusual is one alert
WORSE = 1.5  # times as unusual as when people were last told


class News(StrEnum):
    NONE = "none"
    NEW = "new"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Told:
    """When people were last told of an alert, and how unusual it was then."""

    at: datetime
    score: float


def judge(at: datetime, score: float, threshold: float, told: Told | None) -> News:
    if score < threshold:
        return News.NONE
    if told is None or at - told.at >= TOGETHER:
        return News.NEW
    return News.WORSE if score > told.score * WORSE else News.NONE
