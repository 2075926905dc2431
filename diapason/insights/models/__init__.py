from diapason.insights.models.figure import DailyFigure, SpaceDay
from diapason.insights.models.outcome import Outcome
from diapason.insights.models.report import Report, ReportSchedule, Sending
from diapason.insights.models.sample import Sample

__all__ = ["DailyFigure", "Outcome", "Report", "ReportSchedule", "Sample", "Sending", "SpaceDay"]
