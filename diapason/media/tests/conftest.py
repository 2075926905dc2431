import pytest

from diapason.workspaces.members import member_of


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    """Each test keeps its files apart."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def voice(yanis, brand):
    """Yanis, acting for the brand."""
    return member_of(yanis, brand.slug)
