"""Makes the demo brand where there is none: `manage.py demo`. Harmless to run again."""

import random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from diapason.networks.base.sandbox import Sandbox
from diapason.web.demo_brand import SEED, SLUG, alerted, cast, figures, heard, looked_after, talk, weathered, year
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Workspace


class Command(BaseCommand):
    help = "Makes the demo brand (Maison Lumen, a year of posts, conversations and figures) on the sandbox networks."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo brand is only made with DIAPASON_DEMO=yes.")
        if not Workspace.objects.filter(slug=SLUG, is_demo=True).exists():
            self.stdout.write("  Making the demo brand: a year of posts, conversations and figures")
            self.make()
        cast.point_at_sandbox()

    def make(self) -> None:
        chance = random.Random(SEED)
        path = settings.DATA_DIR / "sandbox.json"
        path.unlink(missing_ok=True)
        sandbox = Sandbox(path, url=settings.SANDBOX_URL)
        with transaction.atomic():
            workspace = cast.brand()
            team = cast.team(workspace)
            owner = team[0]
            spaces = cast.spaces(workspace, sandbox, owner)
            objectives = cast.objectives(workspace, owner)
            cast.strategy(workspace, owner)
            year.past(workspace, spaces, team, objectives, chance)
            talk.now(spaces, sandbox, chance)
            talk.past(spaces, chance)
            figures.of_posts(spaces, chance)
            figures.of_accounts(spaces, sandbox, chance)
            figures.of_links(member_of(owner, SLUG), chance)
            year.coming(workspace, spaces, team, objectives, chance)
            heard.hear(member_of(owner, SLUG), chance)
            heard.listen(member_of(owner, SLUG), sandbox)
            alerted.tell(workspace, team[1])
            looked_after.look_after(workspace, team)
            weathered.weather(member_of(owner, SLUG), member_of(team[1], SLUG))
            sandbox.save()
