"""`manage.py sum_figures`: makes the sums of daily figures anew, brand by brand."""

from typing import Any

from django.core.management.base import BaseCommand

from diapason.insights import rollup
from diapason.workspaces.models import Workspace


class Command(BaseCommand):
    help = "Adds the daily figures up again. The database keeps these sums by itself: only for tables that were edited by hand."

    def handle(self, *args: Any, **options: Any) -> None:
        for workspace in Workspace.objects.order_by("pk"):
            self.stdout.write(f"{workspace.slug}: {rollup.sum_again(workspace.pk)} sums")
