"""Where mentions cannot be read, a page says so and nothing else breaks."""

import pytest

from diapason.listening.store import postgres
from diapason.listening.store.base import Unavailable


@pytest.fixture
def silent(monkeypatch):
    def refuse(*given, **more):
        raise Unavailable("one machine of three does not answer")

    monkeypatch.setattr(postgres, "search", refuse)


def test_a_list_of_mentions_is_refused_with_a_sentence(signed_in, brand, silent):
    answer = signed_in.get(f"/w/{brand.slug}/listening/mentions/")
    assert answer.status_code == 503
    assert "Nothing is lost" in answer.content.decode()
    assert "one machine" not in answer.content.decode()


def test_volumes_are_shown_all_the_same(signed_in, brand, silent):
    assert signed_in.get(f"/w/{brand.slug}/listening/").status_code == 200
