from diapason.links.models.click import ClickHour, DailySalt, Visit
from diapason.links.models.conversion import Conversion, Site
from diapason.links.models.link import Link

__all__ = ["ClickHour", "Conversion", "DailySalt", "Link", "Site", "Visit"]
