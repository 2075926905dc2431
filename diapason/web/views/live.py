"""The brand's events as they happen, for the pages that watch it."""

from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import StreamingHttpResponse

from diapason.web import live as updates
from diapason.workspaces.doors import Request, door


@door("brand.view")
def live(request: Request) -> StreamingHttpResponse:
    """`text/event-stream`: `data: {"verb": "post.moved", "subject": "editorial.post", "id": 12}`, and a comment every 20 s.

    The door is passed in a thread like every other view; only the stream is asynchronous.
    """
    response = StreamingHttpResponse(released(request.workspace.pk), content_type="text/event-stream")
    response["Cache-Control"] = "no-cache"
    response["X-Accel-Buffering"] = "no"
    return response


async def released(workspace_id: int) -> AsyncIterator[str]:
    """Gives this request's database connection back first: it would else be held for as long as somebody watches."""
    await sync_to_async(connections.close_all)()
    async for text in updates.stream(workspace_id):
        yield text
