"""Connecting an account."""

from urllib.parse import parse_qs, quote, urlsplit

import httpx2
import pytest

from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import NetworkError, Permanent, Reauth
from diapason.networks.conformance.bench import ACCOUNT

RETURN = "https://diapason.example/networks/return/"


def offers(bench, method):
    if method not in bench.network.manifest.auth.get("methods", []):
        pytest.skip(f"no {method} there")


async def test_connecting_says_who_we_are_there(connecting):
    health = await connecting.network.auth.check(connecting.connection)
    assert ACCOUNT in health.handle
    assert health.handle == connecting.connection.handle
    assert connecting.connection.account_id


async def test_wrong_credentials_are_refused_in_words(connecting):
    offers(connecting, "password")
    fields = dict.fromkeys(connecting.fake.fields(ACCOUNT), "certainly-not-right")
    with pytest.raises((Reauth, Permanent)) as refused:
        await connecting.network.auth.connect(Connection(connecting.fake.url, connecting.http), fields)
    assert f"errors.{refused.value.code}" in connecting.network.strings["en"]


async def test_a_form_left_empty_is_refused_and_not_a_crash(connecting):
    offers(connecting, "password")
    with pytest.raises(NetworkError):
        await connecting.network.auth.connect(Connection(connecting.fake.url, connecting.http), {})


async def test_the_person_comes_back_from_the_network_connected(connecting):
    offers(connecting, "oauth")
    auth, link = connecting.network.auth, Connection(connecting.fake.url, connecting.http)
    begun = await auth.authorize(link, RETURN)
    assert begun.state
    async with httpx2.AsyncClient(transport=connecting.recording) as browser:
        asked = await browser.get(begun.url)
        assert asked.status_code == 200
        agreed = await browser.get(begun.url, params={**query_of(begun.url), "account": ACCOUNT})
    assert agreed.headers["location"].startswith(RETURN)
    answer = query_of(agreed.headers["location"])
    assert answer["state"] == begun.state
    connected = await auth.complete(Connection(link.base_url, connecting.http), RETURN, begun.secrets, answer)
    assert ACCOUNT in connected.handle
    assert connected.credentials


async def test_a_person_who_declines_is_told_so(connecting):
    offers(connecting, "oauth")
    auth, link = connecting.network.auth, Connection(connecting.fake.url, connecting.http)
    begun = await auth.authorize(link, RETURN)
    with pytest.raises(Permanent) as refused:
        await auth.complete(link, RETURN, begun.secrets, {"error": "access_denied", "state": begun.state})
    assert refused.value.code == "access_denied"


async def test_a_code_that_was_not_given_is_refused(connecting):
    offers(connecting, "oauth")
    auth, link = connecting.network.auth, Connection(connecting.fake.url, connecting.http)
    begun = await auth.authorize(link, RETURN)
    with pytest.raises(NetworkError):
        await auth.complete(link, RETURN, begun.secrets, {"code": "invented", "state": begun.state})


async def test_what_is_kept_while_the_person_is_away_is_sealed(connecting):
    offers(connecting, "oauth")
    begun = await connecting.network.auth.authorize(Connection(connecting.fake.url, connecting.http), RETURN)
    assert begun.secrets
    values = [str(value) for value in begun.secrets.values() if not str(value).startswith("http")]
    hidden = [value for value in values if len(value) > 12 and quote(value, safe="") not in begun.url]
    assert hidden
    assert [value for value in hidden if value in repr(begun)] == []


def query_of(url):
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
