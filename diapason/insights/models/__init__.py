from diapason.insights.models.figure import DailyFigure
from diapason.insights.models.outcome import Outcome
from diapason.insights.models.sample import Sample

__all__ = ["DailyFigure", "Outcome", "Sample"]
