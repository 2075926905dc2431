"""Every event that the application records is said in words in the audit log, in both languages."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from diapason.publishing.models import Delivery
from diapason.workspaces.models import Event
from diapason.workspaces.sentences import family_name, sentence

ROOT = Path(__file__).resolve().parent.parent / "diapason"
RECORDED = re.compile(r'\b(?:record|build|stand)\([^"\n]*"([a-z_]+\.[a-z_]+)"(?: if [^"\n]+ else "([a-z_]+\.[a-z_]+)")?')
OF_A_POST = re.compile(r'\bbecome\([^"\n]*"([a-z_]+)"')


def verbs() -> set[str]:
    found = {f"delivery.{state}" for state in Delivery.State.values}
    for path in ROOT.rglob("*.py"):
        if "tests" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        found |= {verb for pair in RECORDED.findall(source) for verb in pair if verb}
        found |= {f"post.{verb}" for verb in OF_A_POST.findall(source)}
    return found


def test_the_verbs_of_the_application_are_found():
    assert {"post.approved", "post.submitted", "asset.added", "conversation.closed", "conversation.unassigned"} <= verbs()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_event_is_said_in_words(language):
    data = {
        "name": "Yanis",
        "days": 30,
        "fields": [],
        "before": "reader",
        "after": "owner",
        "role": "owner",
        "start": "",
        "end": "",
        "host": "",
        "site": "",
        "type": "",
    }
    unsaid = []
    with translation.override(language):
        for verb in sorted(verbs()):
            family = verb.split(".")[0]
            if verb in sentence(Event(verb=verb, label="Aube", data=data)) or family_name(family) == family:
                unsaid.append(verb)
    assert unsaid == []
