import asyncio

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListeningConfig(AppConfig):
    name = "diapason.listening"
    verbose_name = _("Listening")

    def ready(self) -> None:
        from diapason.community import screens
        from diapason.core import companions
        from diapason.inbox import sync
        from diapason.listening import handling, holdings, notices, people, pipeline, rereading, saving, sentences  # noqa: F401  # some declare themselves
        from diapason.listening.rules import judging
        from diapason.listening.rules import sentences as of_rules  # noqa: F401  # likewise
        from diapason.listening.sources import hosts
        from diapason.listening.sources import sentences as of_sources  # noqa: F401  # likewise
        from diapason.workspaces import bookmarks, counters

        pipeline.declare_judge(judging.judge, judging.judged)
        bookmarks.declare("listening", saving.links)
        screens.declare_links(people.links)
        counters.declare("follow_ups", lambda member: handling.present(member).filter(assignee=member.person))
        pipeline.declare(rereading.hear)
        sync.turns.claim, sync.turns.leave = hosts.claim, hosts.leave  # sites that the inbox watches are asked as politely as ours
        companions.declare("the listener of streams", listen)


async def listen(stop: asyncio.Event) -> None:
    from diapason.listening.sources.streams import listener  # what understands mentions is large, and only workers need it

    await listener.listen(stop)
