"""Moments (*marronniers*): the dates that editorial calendars are built around, computed for any year from rules.

Two markets: France and Québec. What is said of each moment, in French and in English, is in ``content/*.toml``; when it
falls is in ``rules.py``. Pure: no framework, and nothing read after the first call.
"""

from .almanac import FIRST_YEAR, LAST_YEAR, moments, moments_between
from .catalogue import Kind, Market
from .moment import Moment

__all__ = ["FIRST_YEAR", "LAST_YEAR", "Kind", "Market", "Moment", "moments", "moments_between"]
