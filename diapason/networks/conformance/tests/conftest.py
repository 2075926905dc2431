import pytest

from diapason.networks.base import registry
from diapason.networks.conformance.bench import bench_of, has_fake
from diapason.networks.conformance.ear import overheard

EVERY = list(registry.networks().values())


def those(*capabilities):
    """The networks with accounts that have a fake and all of these."""
    found = [network for network in EVERY if has_fake(network) and all(network.can(one) for one in capabilities)]
    found = [network for network in found if not network.manifest.auth.get("open")]
    return {"params": found, "ids": [network.slug for network in found]}


@pytest.fixture(params=EVERY, ids=[network.slug for network in EVERY])
def network(request):
    """Every folder with a manifest."""
    return request.param


@pytest.fixture(**those("auth", "publish"))
async def publishing(request):
    """The bench of each network that publishes."""
    async with bench_of(request.param) as bench:
        yield bench


@pytest.fixture(**those("auth", "publish", "converse"))
async def conversing(request):
    async with bench_of(request.param) as bench:
        yield bench


@pytest.fixture(**those("auth", "publish", "insights"))
async def measuring(request):
    async with bench_of(request.param) as bench:
        yield bench


@pytest.fixture(**those("auth"))
async def connecting(request):
    async with bench_of(request.param) as bench:
        yield bench


OPEN = [network for network in EVERY if has_fake(network) and network.manifest.auth.get("open")]


@pytest.fixture(params=OPEN, ids=[network.slug for network in OPEN])
async def overhearing(request):
    """What anybody may hear of each network without an account."""
    async with overheard(request.param) as ear:
        yield ear
