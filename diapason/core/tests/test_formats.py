"""Dates are written alike everywhere."""

from datetime import UTC, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

MOMENT = datetime(2026, 11, 10, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "form", "words"),
    [
        ("en", "DATE_FORMAT", "10 Nov. 2026"),
        ("en", "DATETIME_FORMAT", "10 Nov. 2026, 14:05"),
        ("en", "SHORT_DATETIME_FORMAT", "10 Nov. 2026, 14:05"),
        ("fr", "DATE_FORMAT", "10 novembre 2026"),
    ],
)
def test_the_day_comes_before_the_month(language, form, words):
    with translation.override(language):
        assert date_format(MOMENT, form) == words
