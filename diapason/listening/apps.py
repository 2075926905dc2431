from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListeningConfig(AppConfig):
    name = "diapason.listening"
    verbose_name = _("Listening")

    def ready(self) -> None:
        from diapason.community import screens
        from diapason.listening import handling, holdings, notices, people, pipeline, rereading, saving, sentences  # noqa: F401  # some declare themselves
        from diapason.listening.rules import judging
        from diapason.listening.rules import sentences as of_rules  # noqa: F401  # likewise
        from diapason.listening.sources import sentences as of_sources  # noqa: F401  # likewise
        from diapason.workspaces import bookmarks, counters

        pipeline.declare_judge(judging.judge, judging.judged)
        bookmarks.declare("listening", saving.links)
        screens.declare_links(people.links)
        counters.declare("follow_ups", lambda member: handling.present(member).filter(assignee=member.person))
        pipeline.declare(rereading.hear)
