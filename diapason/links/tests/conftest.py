import pytest

from diapason.links.models import Site
from diapason.links.services import shorten

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def link(brand):
    return shorten(brand, "https://boutique.example.com/lampes?page=2")


@pytest.fixture
def site(brand):
    return Site.objects.create(workspace=brand, name="Boutique", host="example.com", key="abc123")
