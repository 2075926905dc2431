"""Lists of feeds come in whole, say what was refused, and go out as they came."""

from pathlib import Path

import pytest

from diapason.listening.models import Source
from diapason.listening.sources import managing, opml

pytestmark = pytest.mark.django_db
FRANCE = Path(__file__).resolve().parents[5] / "shared" / "data" / "rss_opml_fr" / "France.opml"
LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Mes flux</title></head><body>
<outline text="Presse"><outline text="Régionale">
  <outline type="rss" text="Le Progrès" xmlUrl="https://www.leprogres.example/rss"/>
  <outline type="rss" text="Le même" xmlUrl="http://leprogres.example/rss/"/>
</outline><outline text="Sans type" xmlUrl="https://b.example/feed?x=1&amp;y=2"/></outline>
<outline type="link" text="Une page" url="https://c.example/"/>
<outline type="rss" text="Un fichier" xmlUrl="file:///etc/passwd"/>
<outline type="rss" text="Trop long" xmlUrl="https://d.example/{long}"/>
<outline type="rss" xmlUrl="https://e.example/feed"/>
</body></opml>""".replace("{long}", "x" * 2000)


def test_groups_names_and_reasons_are_kept(owner):
    report = opml.take_in(owner, opml.read(LIST.encode()))
    assert [(source.name, source.folder, source.host) for source in report.added] == [
        ("Le Progrès", "Presse / Régionale", "www.leprogres.example"),
        ("Sans type", "Presse", "b.example"),
        ("e.example", "", "e.example"),
    ]
    assert report.known == ["Le même"]
    assert [(each.name, each.reason) for each in report.refused] == [
        ("Un fichier", "This is not the address of a web page."),
        ("Trop long", "The address is too long."),
    ]
    again = opml.take_in(owner, opml.read(LIST.encode()))
    assert (again.added, len(again.known)) == ([], 4)
    assert Source.objects.count() == 3


def test_a_list_that_goes_out_comes_in_as_it_was(owner, brand, olga):
    opml.take_in(owner, opml.read(LIST.encode()))
    written = opml.write("Lumen & Cie \x01", Source.objects.all())
    places = opml.read(written)
    assert {(place.name, place.address, place.folder) for place in places} == {
        (source.name, source.address, source.folder) for source in Source.objects.all()
    }


@pytest.mark.parametrize(
    "content",
    [
        LIST.replace("UTF-8", "windows-1252").encode("cp1252"),
        LIST.encode("cp1252"),  # says UTF-8, and is not
        LIST.encode("utf-8-sig"),
        LIST.encode("utf-16"),
        LIST.replace("x=1&amp;y=2", "x=1&y=2").encode(),  # as many exporters write it
        LIST.replace("Le Progrès", "Le Progrès\x0b").encode(),
    ],
    ids=["windows", "lying", "marked", "utf-16", "bare ampersand", "forbidden sign"],
)
def test_a_list_that_is_badly_written_is_read(content, owner):
    assert [place.name for place in opml.read(content)][:2] == ["Le Progrès", "Le même"]


LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n",
        b"<html><body>Not a list</body></html>",
        b'<!DOCTYPE html><html><link rel="alternate"></html>',
        f'<!DOCTYPE opml [<!ENTITY e0 "ha">{LAUGHS}]><opml><body><outline text="&e11;"/></body></opml>'.encode(),
        b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body><outline text="&x;"/></body></opml>',
        b"<opml><body><outline",
        b"<opml>" + b"<outline>" * 500_000,
        b"x" * (opml.MOST_BYTES + 1),
        b"<opml><body>" + b'<outline xmlUrl="https://a.example/"/>' * (opml.MOST_FEEDS + 1) + b"</body></opml>",
    ],
    ids=["nothing", "a picture", "a page", "a page with a type", "entities", "an entity of this machine", "cut", "deep", "large", "many"],
)
def test_what_is_no_list_is_refused_with_a_sentence(content):
    with pytest.raises(opml.Unreadable) as refused:
        opml.read(content)
    assert str(refused.value)


def test_depth_costs_nothing():
    deep = b"<opml><body>" + b'<outline text="g">' * 50_000 + b'<outline text="x" xmlUrl="https://a.example/"/>' + b"</outline>" * 50_000
    [place] = opml.read(deep + b"</body></opml>")
    assert len(place.folder) == 120


@pytest.mark.skipif(not FRANCE.exists(), reason="skipped: ../shared/data/rss_opml_fr/France.opml absent")
def test_the_french_press_comes_in(owner):
    report = opml.take_in(owner, opml.read(FRANCE.read_bytes()))
    assert len(report.added) + len(report.known) == FRANCE.read_text(encoding="utf-8").count("xmlUrl=")
    assert not report.refused
    assert {source.folder for source in report.added} == {"France"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("https://a.example/feed/", "http://www.a.example/feed"), ("https://A.example", "https://a.example/")],
)
def test_two_ways_to_write_an_address_are_one(one, other):
    assert managing.same(one) == managing.same(other)


@pytest.mark.parametrize("other", ["https://a.example/feed?x=2", "https://a.example/Feed?x=1", "https://b.example/feed?x=1"])
def test_other_addresses_are_others(other):
    assert managing.same("https://a.example/feed?x=1") != managing.same(other)


def test_an_encoding_that_nobody_knows_is_no_obstacle():
    written = '<?xml version="1.0" encoding="klingon"?><opml><body><outline text="Été" xmlUrl="https://a.example/"/></body></opml>'
    assert [place.name for place in opml.read(written.encode())] == ["Été"]
