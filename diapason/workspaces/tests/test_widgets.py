from django import forms
from django.test.html import parse_html

from diapason.workspaces import zones
from diapason.workspaces.forms.widgets import LongSelect

CHOICES = [("", "None"), ("Often <chosen>", [("a&b", "A & B"), ("c", "C")]), ("d", "D")]


def test_a_long_select_is_written_as_django_writes_it():
    for chosen in ("", "c", "d", "gone", None):
        long = LongSelect(choices=CHOICES, attrs={"class": "wide", "disabled": True}).render("zone", chosen, {"id": "id_zone"})
        usual = forms.Select(choices=CHOICES, attrs={"class": "wide", "disabled": True}).render("zone", chosen, {"id": "id_zone"})
        assert parse_html(long) == parse_html(usual)


def test_the_chosen_time_zone_is_selected():
    written = LongSelect(choices=zones.choices()).render("zone", "America/Toronto")
    assert written.count(" selected") == 1
    assert '<option value="America/Toronto" selected>' in written
