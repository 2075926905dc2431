from diapason.media.models.asset import Asset
from diapason.media.models.rendition import Rendition

__all__ = ["Asset", "Rendition"]
