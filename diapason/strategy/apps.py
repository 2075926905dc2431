from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "diapason.strategy"
