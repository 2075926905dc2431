from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "diapason.inbox"

    def ready(self) -> None:
        from diapason.inbox import history, holdings, notices, sentences  # noqa: F401  # declare themselves
        from diapason.inbox.access import conversations
        from diapason.inbox.filters import in_queue
        from diapason.workspaces import counters

        counters.declare("inbox", lambda member: conversations(member).filter(**in_queue("answer", member)))
