"""The spaces of the demo brand, when its sandbox answers elsewhere than before."""

import pytest

from diapason.networks.base.sandbox import Sandbox, slugs
from diapason.territory.models import Space
from diapason.web.demo_brand import cast

BEFORE, NOW = "http://127.0.0.1:8001", "http://127.0.0.1:9123"


@pytest.fixture
def spaces(brand, camille, settings):
    settings.SANDBOX_URL, settings.TRUSTED_HOSTS = BEFORE, ["127.0.0.1:8001"]
    return cast.spaces(brand, Sandbox(url=BEFORE), camille)


def addresses():
    return {space.network: (space.base_url, space.url) for space in Space.objects.all()}


def test_a_space_keeps_the_paths_of_its_network(spaces, settings):
    made = addresses()
    assert set(made) == set(slugs())
    cast.point_at_sandbox()
    assert addresses() == made
    settings.SANDBOX_URL = NOW
    cast.point_at_sandbox()
    assert addresses() == {slug: (base.replace(BEFORE, NOW), url.replace(BEFORE, NOW)) for slug, (base, url) in made.items()}
