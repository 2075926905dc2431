from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "diapason.links"
