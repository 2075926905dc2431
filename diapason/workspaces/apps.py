from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    name = "diapason.workspaces"

    def ready(self) -> None:
        from diapason.workspaces import first_steps, sentences, steps_of_team  # noqa: F401 - they declare what others read
