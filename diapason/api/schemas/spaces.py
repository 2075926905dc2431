"""Spaces as the API tells them: never their credentials."""

from datetime import datetime

from ninja import Schema

from diapason.territory.models import Space


class SpaceOut(Schema):
    id: int
    network: str
    name: str
    handle: str
    url: str
    state: str
    sandbox: bool
    last_ok_at: datetime | None
    expires_at: datetime | None

    @classmethod
    def of(cls, space: Space) -> "SpaceOut":
        return cls(id=space.pk, **{name: getattr(space, name) for name in cls.model_fields if name != "id"})


class SpaceList(Schema):
    items: list[SpaceOut]
