"""The front door sends each person to their brand; Today says what waits for them there."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from diapason.core import clock
from diapason.insights import progress
from diapason.insights.models import Outcome
from diapason.insights.progress import Progress
from diapason.strategy import access as strategy
from diapason.strategy.models import Objective
from diapason.web import navigation
from diapason.web.today import agenda, heard, team, waiting
from diapason.workspaces import brands
from diapason.workspaces.doors import Request, door
from diapason.workspaces.members import Member
from diapason.workspaces.models import Membership, Person
from diapason.workspaces.periods import last_days

LAST_BRAND = "last_brand"


def front_door(request: HttpRequest) -> HttpResponse:
    """The brand opened last, else the first by name; where there is none, its creation, or what to ask of whom.

    The first visitor of a new installation creates the account that will own it.
    """
    if not request.user.is_authenticated:
        nobody = brands.is_fresh() and not settings.DEMO and not Person.objects.exists()
        return redirect("account_signup" if nobody else "account_login")
    memberships = Membership.objects.filter(person=request.user.pk).order_by("workspace__is_demo", "workspace__name")
    slugs = list(memberships.values_list("workspace__slug", flat=True))
    if not slugs:
        if brands.may_create(request.user):
            return redirect("new_brand")
        return render(request, "web/no_brand.html")
    last = request.session.get(LAST_BRAND)
    return redirect("brand", last if last in slugs else slugs[0])


@door("brand.view")
def brand(request: Request) -> HttpResponse:
    request.session[LAST_BRAND] = request.workspace.slug
    links = [link for group in navigation.rail(request.member, request.path, {}) for link in group]
    if links:
        return redirect(links[0].url)
    return render(request, "web/nothing_open.html")


# Objectives shown on the screen Today; the others are one click away.
GOALS = 4
WORKED_DAYS, WORKED = 7, 3


@door("home.view")
def home(request: Request) -> HttpResponse:
    """What is due, what waits, who waits and since when, how far the objectives are: for the person who looks."""
    member, now = request.member, clock.now()
    if request.session.get(LAST_BRAND) != request.workspace.slug:
        request.session[LAST_BRAND] = request.workspace.slug
    context = {
        "now": now,
        "waiting": waiting.waiting(member, now),
        "agenda": agenda.of_day(member, now),
        "goals": goals(member, now) if member.can("objective.view") else [],
        "team": team.team(member, now) if member.can("team.view") else [],
        **(said(member, now) if member.can("listening.view") else {}),
        "worked": worked(member, now) if member.can("results.view") else [],
    }
    return render(request, "web/home.html", context)


def goals(member: Member, now: datetime) -> list[tuple[Objective, Progress]]:
    """The first indicator of each running objective, the nearest due first."""
    today = now.astimezone(member.workspace.tz).date()
    running = strategy.objectives(member).filter(closed_at=None, starts_on__lte=today).order_by("due_on", "id")[:GOALS]
    objectives = list(running)
    reached = progress.of(member.workspace, objectives, today)
    return [(objective, reached[objective.pk][0]) for objective in objectives if reached[objective.pk]]


def said(member: Member, now: datetime) -> dict[str, object]:
    unusual = heard.unusual(member, now) if member.can("alert.view") else []
    return {"heard": heard.week(member), "unusual": unusual, "week": last_days(member.workspace.today, heard.DAYS)}


def worked(member: Member, now: datetime) -> list[Outcome]:
    """The posts of the week that people reacted to most. Two queries: numbers are sorted, then three rows are read whole."""
    week = Outcome.objects.filter(workspace=member.workspace, published_at__gte=now - timedelta(days=WORKED_DAYS), engagement__gt=0)
    order = ("-engagement", "-delivery_id")
    best = list(week.order_by(*order).values_list("pk", flat=True)[:WORKED])
    return list(Outcome.objects.filter(pk__in=best).select_related("post", "space").order_by(*order)) if best else []
