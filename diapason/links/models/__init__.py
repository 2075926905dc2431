from diapason.links.models.click import ClickHour, DailySalt, Throttle, Visit
from diapason.links.models.conversion import Conversion, Site
from diapason.links.models.link import Link

__all__ = ["ClickHour", "Conversion", "DailySalt", "Link", "Site", "Throttle", "Visit"]
