"""The doors to the library."""

from django.db.models import QuerySet
from django.http import Http404

from diapason.media.models import Asset
from diapason.workspaces.members import Member


def assets(member: Member) -> QuerySet[Asset]:
    """The files of the brand's library."""
    return Asset.objects.filter(workspace=member.workspace, removed_at=None)


def access_asset(member: Member, asset_id: int) -> Asset:
    """Raises Http404 for a file of another brand, or one that was removed."""
    asset = assets(member).filter(pk=asset_id).first()
    if asset is None:
        raise Http404
    return asset
