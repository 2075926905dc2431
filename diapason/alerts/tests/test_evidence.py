"""Who drives an alert."""

from datetime import UTC, datetime, timedelta

from diapason.alerts import evidence
from diapason.listening.mentions import Mention

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_people_are_shown_as_they_were_when_they_spoke_last_those_who_speak_most_first():
    said = [("x:1", "Julie", 10), ("x:2", "Marc", 500), ("x:1", "Julie Roy", 90), ("", "", None)]
    mentions = [
        Mention(1, 1, str(number), MONDAY + timedelta(minutes=number), "lampe", author=author, author_name=name, followers=many)
        for number, (author, name, many) in enumerate(said)
    ]
    told = [(each.name, each.mentions, each.followers) for each in evidence.authors(mentions[::-1])]
    assert told == [("Julie Roy", 2, 90), ("Marc", 1, 500)]
