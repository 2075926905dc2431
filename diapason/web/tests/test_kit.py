"""The components: what they escape, what they need, what they cost."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.template import engines
from django_cotton.compiler_regex import CottonCompiler

from diapason.networks.base import registry
from diapason.web.templatetags import diapason as tags

ROOT = Path(settings.BASE_DIR)
TEMPLATES = [path for path in (ROOT / "diapason").rglob("*.html") if "templates" in path.parts]


def draw(source: str, **context) -> str:
    return engines["django"].from_string(CottonCompiler().process(source)).render(context)


def test_a_title_of_people_s_making_is_escaped_once():
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in draw('<c-card title="{{ title }}">x</c-card>', title="<b>A & B</b>")


def test_an_attribute_that_the_component_does_not_know_lands_on_its_element():
    drawn = draw('<c-button data-x="{{ x }}" disabled>Go</c-button>', x='"><script>')
    assert 'data-x="&quot;&gt;&lt;script&gt;"' in drawn
    assert "disabled" in drawn
    assert "<script>" not in drawn


def test_a_component_does_not_see_the_page_around_it():
    assert "leaked" not in draw("<c-card>x</c-card>", title="leaked", href="leaked", note="leaked")


def test_a_missing_figure_is_missing_and_zero_is_zero():
    assert "missing" in draw("{% number value %}", value=None)
    assert ">0<" in draw("{% number value %}", value=0)


def test_figures_follow_the_language_but_never_inside_attributes():
    from django.utils import translation

    with translation.override("fr"):
        drawn = draw('<c-progress :value="value" :total="total" label="x" />', value=1234.5, total=2469)
    assert 'width="500"' in drawn


def test_a_figure_is_grouped_and_its_unit_does_not_leave_it():
    from django.utils import translation

    with translation.override("fr"):
        assert ">1\u202f234,5\u00a0%<" in draw('{% number 1234.5 1 "%" %}')
        assert ">12\u202f345<" in draw("{% number 12345 %}")


def test_text_in_a_leaf_is_escaped():
    hostile = "<b>&\"'"
    drawn = draw("{% icon 'x' label=h %}{% status 'draft' h %}{% number None why=h %}{% number 1 unit=h %}{% net h %}", h=hostile)
    assert "<b>" not in drawn
    assert drawn.count("&lt;b&gt;&amp;&quot;&#x27;") >= 7


def test_a_gap_stays_a_gap_in_a_sparkline():
    assert tags.spark([1, None, 2]).count("M") == 2


def test_the_head_of_a_column_turns_the_order_round():
    assert tags.sorting("due", "due") == {"next": "-due", "aria": "ascending", "icon": "arrow-up"}
    assert tags.sorting("-due", "due")["next"] == "due"
    assert tags.sorting("title", "due")["aria"] == ""


@pytest.mark.parametrize("name", ["Camille Laurent", "yanis@example.com", "", "@atelier.lys"])
def test_everybody_has_initials(name):
    assert tags.initials(name)


def test_every_icon_that_a_template_names_is_in_the_sprite():
    drawn = set((ROOT / "frontend/icons.txt").read_text().split())
    named = re.compile(r'(?:{% icon |icon=)"([a-z0-9-]+)"')
    missing = {path.name: lost for path in TEMPLATES if (lost := set(named.findall(path.read_text())) - drawn)}
    assert missing == {}


def test_no_template_has_an_inline_style_script_or_handler():
    """They would be refused by the content security policy, silently for the reader. E-mails are not pages."""
    forbidden = re.compile(r"""\sstyle=|<style|\son[a-z]+=["']|<script(?![^>]*(?:src=|application/json))""")
    pages = [path for path in TEMPLATES if not {"email", "mail"} & set(path.parts)]
    assert {path.name: found for path in pages if (found := forbidden.findall(path.read_text()))} == {}


def test_scripts_and_styles_stay_within_their_budget():
    """60 kB and 30 kB, compressed; htmx counts."""
    import gzip

    manifest = json.loads((settings.BUILD_DIR / "static/manifest.json").read_text())
    htmx = Path(str(find("django_htmx/htmx-4.min.js")))
    script = (settings.BUILD_DIR / "static" / manifest["app.js"]).read_bytes()
    assert len(gzip.compress(script)) + len(gzip.compress(htmx.read_bytes())) < 60_000
    assert len(gzip.compress((settings.BUILD_DIR / "static" / manifest["app.css"]).read_bytes())) < 30_000


def test_a_network_without_a_folder_is_still_named():
    assert 'aria-label="unheard-of"' in draw('{% net "unheard-of" %}')


@pytest.mark.parametrize("slug", list(registry.networks()))
def test_every_network_has_a_mark_and_a_name(slug):
    drawn = draw("{% net slug %}", slug=slug)
    assert str(registry.get(slug)) in drawn


def test_the_picture_of_a_toast_holds_its_undo():
    assert 'action="/back/"' in draw('<c-toast text="Moved" undo="/back/" />')
