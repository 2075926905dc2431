"""Text counted exactly as each network counts it: units, limits, long texts cut into parts.

Pure functions: no framework, and nothing read at call time but two small files of this package, once.
"""

from .limits import Limits, TextLimit
from .splitting import TooLongToSplit, split
from .units import Unit, measure

__all__ = ["Limits", "TextLimit", "TooLongToSplit", "Unit", "measure", "split"]
