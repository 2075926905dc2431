from datetime import date

import pytest
from django.utils import translation

from diapason.core import charts


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("fr", date(2026, 12, 1), "1er décembre"),
        ("fr", date(2026, 12, 11), "11 décembre"),
        ("en", date(2026, 12, 1), "1 December"),
    ],
)
def test_the_first_of_a_month_is_the_first_in_french(language, day, said):
    with translation.override(language):
        assert charts.long_day(day) == said
