"""The doors to links and to the sites that report conversions."""

from django.db.models import QuerySet
from django.http import Http404

from diapason.links.models import Link, Site
from diapason.territory.access import spaces
from diapason.workspaces.members import Member
from diapason.workspaces.models.membership import Role


def links(member: Member) -> QuerySet[Link]:
    """The brand's links; a contributor sees their own and those of the spaces granted to them."""
    found = Link.objects.filter(workspace=member.workspace)
    if member.role == Role.CONTRIBUTOR:
        found = found.filter(created_by=member.person) | found.filter(space__in=spaces(member))
    return found


def access_link(member: Member, link_id: int) -> Link:
    """Raises Http404 for a link that is not theirs."""
    link = links(member).select_related("space", "post", "created_by").filter(pk=link_id).first()
    if link is None:
        raise Http404
    return link


def sites(member: Member) -> QuerySet[Site]:
    return Site.objects.filter(workspace=member.workspace, disabled_at=None).order_by("name", "id")


def access_site(member: Member, site_id: int) -> Site:
    """Raises Http404 for a site of another brand, or one that was removed."""
    site = sites(member).filter(pk=site_id).first()
    if site is None:
        raise Http404
    return site
