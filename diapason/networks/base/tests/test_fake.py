"""The base of fake networks, shown on one that only keeps notes."""

import httpx2
import pytest
from starlette.responses import JSONResponse
from starlette.routing import Route

from diapason.networks.base.fake import Fake, Published, State, Window, body_of


class Notes(Fake):
    slug = "notes"

    def routes(self):
        return [Route("/notes", self.notes, methods=["GET", "POST"])]

    async def notes(self, request):
        if request.method == "POST":
            note = {"id": str(self.state.next()), **await body_of(request)}
            self.state["notes"][note["id"]] = note
            self.state.accept("note")
            return JSONResponse(note)
        return JSONResponse(list(self.state["notes"].values()))

    def published(self):
        return [Published(note["id"], note["text"], "camille", "") for note in self.state["notes"].values()]


@pytest.fixture
def fake():
    return Notes()


@pytest.fixture
async def client(fake):
    async with fake.client(base_url="http://notes.fake") as client:
        yield client


async def test_a_dropped_call_was_accepted(fake, client):
    fake.faults.drop(times=1)
    with pytest.raises(httpx2.RemoteProtocolError):
        await client.post("/notes", json={"text": "one"})
    assert fake.state.accepted["note"] == 1
    assert (await client.post("/notes", json={"text": "two"})).status_code == 200


async def test_drops_at_random_are_the_same_for_the_same_seed(client, fake):
    async def drops():
        fake.faults.clear()
        fake.faults.drop(probability=0.5, seed=7)
        outcomes = []
        for _ in range(20):
            try:
                await client.post("/notes", json={"text": "x"})
                outcomes.append(True)
            except httpx2.RemoteProtocolError:
                outcomes.append(False)
        return outcomes

    first = await drops()
    assert first == await drops()
    assert 3 < sum(first) < 17


async def test_an_unavailable_network_does_nothing_for_so_many_calls(fake, client):
    fake.faults.unavailable(times=2)
    statuses = [(await client.post("/notes", json={"text": "x"})).status_code for _ in range(3)]
    assert statuses == [503, 503, 200]
    assert fake.state.accepted["note"] == 1


async def test_an_outage_ends_with_its_time(fake, client):
    outage = fake.faults.unavailable(lasts=120)
    assert (await client.get("/notes")).status_code == 503
    outage.since -= 121
    assert (await client.get("/notes")).status_code == 200


@pytest.mark.parametrize("wait", [None, 30])
async def test_a_rate_limit_says_when_or_does_not(fake, client, wait):
    fake.faults.rate_limited(retry_after=wait, times=1)
    answer = await client.get("/notes")
    assert answer.status_code == 429
    assert answer.headers.get("retry-after") == (str(wait) if wait else None)


async def test_a_slow_answer_times_out_after_the_call_was_accepted(fake, client):
    fake.faults.slow(60, times=1)
    with pytest.raises(httpx2.ReadTimeout):
        await client.post("/notes", json={"text": "x"})
    assert fake.state.accepted["note"] == 1


async def test_an_error_can_come_after_the_call_was_accepted(fake, client):
    fake.faults.unavailable(after=True, times=1)
    assert (await client.post("/notes", json={"text": "x"})).status_code == 503
    assert fake.state.accepted["note"] == 1


async def test_faults_are_set_over_http_only_where_controls_are_mounted(fake):
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=fake.app(controls=True)), base_url="http://notes.fake") as client:
        assert (await client.post("/_faults", json={"kind": "status", "status": 503, "times": 1})).status_code == 200
        assert (await client.get("/notes")).status_code == 503
        assert (await client.post("/_faults", json={"kind": "status", "colour": "red"})).status_code == 400
        await client.post("/notes", json={"text": "x"})
        counted = (await client.get("/_accepted")).json()
        assert counted["counts"] == {"note": 1}
        assert [post["text"] for post in counted["published"]] == ["x"]
    async with fake.client(base_url="http://notes.fake") as client:
        assert (await client.post("/_faults", json={"kind": "drop"})).status_code == 404


def test_a_state_survives_being_dumped_and_loaded():
    state = State()
    state["notes"]["1"] = {"text": "é"}
    state.accept("note")
    state.next()
    other = State()
    other.load(state.dump())
    assert other.dump() == state.dump()
    assert other.next() == 2


def test_a_window_counts_each_key_apart():
    window = Window(limit=2, seconds=300)
    assert [window.spend("a")[0] for _ in range(3)] == [True, True, False]
    assert window.spend("b")[0]
