from pathlib import Path

import polib

from diapason.core.management.commands.messages import CATALOGUE, quarrels


def catalogue(folder: Path, app: str, *entries: polib.POEntry) -> Path:
    path = folder / app / CATALOGUE
    path.parent.mkdir(parents=True)
    po = polib.POFile()
    po.extend(entries)
    po.save(str(path))
    return path


def test_a_sentence_that_two_apps_translate_differently_is_named_with_both(tmp_path):
    calls = [("inbox", "Clore"), ("web", "Fermer"), ("media", "Fermer")]
    files = [catalogue(tmp_path, app, polib.POEntry(msgid="Close", msgstr=said)) for app, said in calls]
    assert quarrels(files) == ["'Close': 'Clore' in inbox, 'Fermer' in web"]


def test_a_context_lets_one_word_be_said_in_two_ways(tmp_path):
    files = [
        catalogue(tmp_path, "inbox", polib.POEntry(msgid="Close", msgctxt="to end", msgstr="Clore")),
        catalogue(tmp_path, "web", polib.POEntry(msgid="Close", msgstr="Fermer")),
    ]
    assert quarrels(files) == []


def test_plurals_are_compared_too(tmp_path):
    def days(app: str, one: str) -> Path:
        entry = polib.POEntry(msgid="%(n)s day", msgid_plural="%(n)s days", msgstr_plural={0: one, 1: "%(n)s jours"})
        return catalogue(tmp_path, app, entry)

    assert len(quarrels([days("inbox", "%(n)s jour"), days("web", "une journée")])) == 1
