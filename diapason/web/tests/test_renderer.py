from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from diapason.web.renderer import Renderer

CHOICES = [("", "None"), ("Often <chosen>", [("a&b", "A & B"), ("c", "C")]), ("d", "D"), (7, "Seven"), (None, "Nothing")]


def test_a_select_is_written_as_django_writes_it():
    for widget in (forms.Select, forms.SelectMultiple, forms.NullBooleanSelect):
        for chosen in ("", "c", ["c", "d"], "gone", None, 7):
            select = widget(attrs={"class": "wide", "disabled": True, "required": False})
            if widget is not forms.NullBooleanSelect:
                select.choices = CHOICES
            elif isinstance(chosen, list):
                continue
            ours, usual = (select.render("zone", chosen, {"id": "id_zone"}, renderer()) for renderer in (Renderer, DjangoTemplates))
            assert parse_html(ours) == parse_html(usual)
