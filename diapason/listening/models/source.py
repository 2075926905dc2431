"""Where mentions come from (L1), and how well it is doing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from diapason.core import clock
from diapason.listening.models.wire import Wire
from diapason.networks.base import registry
from diapason.networks.base.registry import Network
from diapason.territory.models import Space
from diapason.workspaces.models import Person, Workspace


class Source(models.Model):
    """`network` names the folder of `networks/` that reads `address`; empty for what arrives by other ways. `host` is
    the site that is asked when it is read. A search asks for `words` through the account of `space`. A stream is heard on `wire`, with
    the other brands that listen to it. `cursor` says how far it was read, in the words of who reads it. `reads_articles`: the page of
    each entry is asked for before it is heard.

    A page is looked at every so many `minutes`, the part of it that the CSS `selector` chooses.

    `name` is empty where nobody chose one and no place bears one: it is then called by what it is, in the language of the reader.

    `failures` counts those in a row, `error_code` and `error` are of the last one. `slowed_at`: it brought more than it may in one
    reading, `floods` times in a row, and the rest waits for the next. `last_said_at` is the date of the latest mention that it brought,
    `lag` how many seconds after it was said a mention is heard, usually.
    """

    class Kind(models.TextChoices):
        FEED = "feed", _("Feed")
        INBOX = "inbox", _("Inbox")
        SEARCH = "search", pgettext_lazy("source", "Search")
        STREAM = "stream", pgettext_lazy("source", "Stream")
        PAGE = "page", _("Watched page")
        ARCHIVE = "archive", _("Archive")

    # Again and again; streams come by themselves, archives are taken in once.
    READ = (Kind.FEED, Kind.INBOX, Kind.SEARCH, Kind.PAGE)

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=10, choices=Kind)
    network = models.CharField(max_length=40, blank=True)
    name = models.CharField(_("Name"), max_length=200)
    address = models.URLField(_("Address"), max_length=1000, blank=True)
    host = models.CharField(max_length=255, blank=True)
    space = models.ForeignKey(Space, models.SET_NULL, null=True, blank=True, related_name="+")
    words = models.CharField(_("Words"), max_length=200, blank=True)
    wire = models.ForeignKey(Wire, models.PROTECT, null=True, blank=True, related_name="sources")
    selector = models.CharField(_("Part of the page"), max_length=300, blank=True)
    minutes = models.PositiveIntegerField(_("How often"), default=60)
    folder = models.CharField(_("Group"), max_length=120, blank=True)
    language = models.CharField(_("Language"), max_length=3, blank=True)
    country = models.CharField(_("Country"), max_length=2, blank=True)
    reads_articles = models.BooleanField(_("Read whole articles"), default=True)
    cursor = models.TextField(blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    last_said_at = models.DateTimeField(null=True, blank=True)
    slowed_at = models.DateTimeField(null=True, blank=True)
    lag = models.FloatField(null=True, blank=True)
    floods = models.PositiveSmallIntegerField(default=0)
    brought = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=60, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "kind", "network", "address", "selector"],
                condition=Q(removed_at=None) & ~Q(address=""),
                name="one_source_per_address",
            ),
            models.UniqueConstraint(fields=["workspace"], condition=Q(kind="inbox"), name="one_inbox_per_brand"),
            models.UniqueConstraint(fields=["space", "words"], condition=Q(kind="search", removed_at=None), name="one_search_per_words"),
            models.UniqueConstraint(fields=["workspace", "wire"], condition=Q(removed_at=None), name="one_stream_per_brand"),
        ]
        indexes = [models.Index(fields=["next_at"], name="source_due", condition=Q(removed_at=None, paused_at=None, next_at__isnull=False))]

    def __str__(self) -> str:
        return self.name or self.called

    @property
    def called(self) -> str:
        """By what it is: “Inbox”, “All that is said · Network · Maison Lumen”. Reads the space of a stream."""
        if self.kind != self.Kind.STREAM:
            return str(self.get_kind_display())
        network, space = str(self.net), str(self.space or "")
        where = space if network in space else " · ".join(filter(None, [network, space]))
        everything = gettext("All that is said")
        return f"{self.words or everything} · {where}"

    def took(self, new: Sequence[datetime]) -> tuple[str, ...]:
        """It was read now, and brought mentions of these moments; which fields to save."""
        self.brought += len(new)
        self.read_at = clock.now()
        self.last_said_at = max(filter(None, [self.last_said_at, *new]), default=None)
        return ("brought", "read_at", "last_said_at")

    @property
    def net(self) -> Network:
        return registry.get(self.network)

    @property
    def reader(self) -> Any:
        """The file of its network that reads it (`protocols.Listen`, `protocols.Search`); None for what no network reads."""
        if self.kind == self.Kind.FEED:
            return self.net.listen
        return self.net.search if self.kind == self.Kind.SEARCH else None
