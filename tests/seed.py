"""Fills a world: one brand, spaces on fake networks, deliveries due at one moment. Run as `python -m tests.seed`."""

import argparse
import asyncio
from datetime import timedelta

import django

django.setup()

import httpx2  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402

from diapason.core import clock  # noqa: E402
from diapason.networks.base import registry  # noqa: E402
from diapason.networks.base.connection import Connected, Connection  # noqa: E402
from diapason.networks.base.content import Attachment, Content  # noqa: E402
from diapason.networks.base.serving import load  # noqa: E402
from diapason.publishing.models import Delivery  # noqa: E402
from diapason.territory.models import Space  # noqa: E402
from diapason.workspaces.models import Membership, Organisation, Person, Workspace  # noqa: E402


def brand() -> Workspace:
    found = Workspace.objects.filter(slug="faults").first()
    if found:
        return found
    organisation = Organisation.objects.create(name="Faults")
    made = Workspace.objects.create(organisation=organisation, name="Faults", slug="faults")
    person = Person.objects.create_user("camille@example.com", name="Camille")
    Membership.objects.create(person=person, workspace=made, role="owner")
    return made


async def connect(slug: str, url: str, handle: str) -> Connected:
    fields = load(slug, url=url).fields(handle)
    async with httpx2.AsyncClient() as client:
        found: Connected = await registry.get(slug).auth.connect(Connection(url, client), fields)
        return found


def space(workspace: Workspace, slug: str, url: str, number: int) -> Space:
    found = asyncio.run(connect(slug, url, f"brand{number}"))
    return Space.objects.create(
        workspace=workspace,
        network=slug,
        name=f"{slug} {number}",
        handle=found.handle,
        account_id=found.account_id,
        base_url=found.base_url,
        credentials=found.credentials,
        declared=found.declared,
    )


def picture() -> Attachment:
    from io import BytesIO

    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (640, 480), "#0b5e6b").save(buffer, "JPEG")
    name = default_storage.save("faults/picture.jpg", ContentFile(buffer.getvalue()))
    return Attachment(name, "image/jpeg", len(buffer.getvalue()), 640, 480, alt="A petrol rectangle")


def texts(number: int, parts: int) -> tuple[str, ...]:
    first = f"Delivery {number} of the suite"
    return (first, *(f"{first}, part {part}" for part in range(2, parts + 1)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("deliveries", type=int)
    parser.add_argument("networks", nargs="+", metavar="NETWORK=URL")
    parser.add_argument("--due-in", type=float, default=0.0)
    parser.add_argument("--spaces", type=int, default=1, help="accounts on each network")
    parser.add_argument("--parts", type=int, default=1, help="posts of each thread")
    parser.add_argument("--media", action="store_true", help="every post has a picture")
    asked = parser.parse_args()
    workspace = brand()
    targets = [name.split("=", 1) for name in asked.networks]
    spaces = [space(workspace, slug, url, number) for number in range(asked.spaces) for slug, url in targets]
    due = clock.now() + timedelta(seconds=asked.due_in)
    attachments = (picture(),) if asked.media else ()
    first = Delivery.objects.count()
    Delivery.objects.bulk_create(
        Delivery(
            workspace=workspace,
            space=spaces[number % len(spaces)],
            content=Content(parts=texts(first + number, asked.parts), attachments=attachments, title="A title").as_json(),
            due_at=due,
            next_at=due,
        )
        for number in range(asked.deliveries)
    )


if __name__ == "__main__":
    main()
