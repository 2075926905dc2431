"""Publishing an article: files, words and a draft that nobody sees, then one call that shows it.

No call is dangerous to repeat. The draft is found again by an address made from the delivery's key, and showing an
article that is already shown changes nothing. An answer to a comment is one call, which the site refuses twice.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from diapason.networks.base import answers, checks, registry
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Attachment, Content, Level, Problem, RemotePost, Repeat, Result, Step
from diapason.networks.base.counting import Limits
from diapason.networks.base.errors import Permanent
from diapason.networks.base.markup import to_text
from diapason.networks.wordpress import blocks, client

POST_FIELDS = "id,status,link"
TITLE_LENGTH = 70  # of a title made from the text; what search engines show
CLOCKS = timedelta(minutes=2)  # how far the site's clock may be from ours


def limits(connection_declared: dict[str, object]) -> Limits:
    return registry.get("wordpress").manifest.text


def check(content: Content, declared: dict[str, object]) -> list[Problem]:
    return list(problems(content, declared))


def problems(content: Content, declared: dict[str, object]) -> Iterator[Problem]:
    yield from checks.check(content, registry.get("wordpress").manifest, limits(declared))
    rights = declared.get("rights")
    if content.attachments and isinstance(rights, list) and "upload" not in rights:
        yield Problem("cannot_upload", field="media")
    if content.reply_to is None and not content.title.strip():
        yield Problem("no_title", Level.WARNING, field="title")
    if content.reply_to is not None and content.attachments:
        yield Problem("reply_with_media", field="media")


def plan(content: Content, key: str) -> list[Step]:
    if content.reply_to:
        spec = {"post": content.reply_to.data.get("post"), "parent": content.reply_to.remote_id, "content": content.text}
        return [Step("reply", spec, Repeat.KEYED, key, publishes=True)]
    tags = [Step("tag", {"name": tag}, Repeat.HARMLESS) for tag in content.tags]
    files = [Step("file", file_spec(item), Repeat.HARMLESS) for item in content.attachments]
    title = content.title.strip() or first_words(content.text)
    draft = {
        "title": title,
        "text": content.text,
        "excerpt": content.summary,
        "slug": slug_of(key),
        "categories": list(content.options.get("categories") or ()),
        "files": [file_spec(item) for item in content.attachments],
        "tags": len(tags),
    }
    shown = {"slug": str(content.options.get("slug") or "") or title}
    written = Step("draft", draft, Repeat.KEYED, f"{key}:draft")
    return [*tags, *files, written, Step("show", shown, Repeat.KEYED, f"{key}:show", publishes=True)]


def slug_of(key: str) -> str:
    return f"diapason-{key}"


def file_spec(item: Attachment) -> dict[str, Any]:
    return {"file": item.file, "mime": item.mime, "size": item.size, "alt": item.alt}


def first_words(text: str) -> str:
    line = text.strip().split("\n")[0].strip()
    return line if len(line) <= TITLE_LENGTH else line[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


async def perform(connection: Connection, step: Step, done: list[Result]) -> Result:
    if step.kind == "tag":
        return await tag(connection, step.spec["name"])
    if step.kind == "file":
        return await upload(connection, step.spec)
    if step.kind == "draft":
        body = await draft_body(connection, step.spec, done)
        return result_of(await client.act(connection, "/wp/v2/posts", body, _fields=POST_FIELDS))
    if step.kind == "show":
        return await show(connection, done[-1].remote_id, step.spec["slug"])
    return result_of(await client.act(connection, "/wp/v2/comments", step.spec))


async def tag(connection: Connection, name: str) -> Result:
    """The number of a tag, made when the site has none of that name."""
    found = await client.read(connection, "/wp/v2/tags", search=name, per_page=100, _fields="id,name")
    with answers.understood(mutation=False):
        known = [int(item["id"]) for item in found if same_name(item["name"], name)]
    if known:
        return Result(str(known[0]))
    made = await client.act(connection, "/wp/v2/tags", {"name": name}, _fields="id")
    with answers.understood(mutation=True):
        return Result(str(int(made["id"])))


def same_name(theirs: str, ours: str) -> bool:
    return to_text(theirs).casefold() == ours.strip().casefold()


async def upload(connection: Connection, spec: dict[str, Any]) -> Result:
    """Sends the bytes as they are: a form would meet PHP's own limit of two megabytes."""
    content = await connection.load(Attachment(spec["file"], spec["mime"], spec["size"]))
    name = quote(PurePosixPath(spec["file"]).name)
    response = await client.call(
        connection,
        "POST",
        "/wp/v2/media",
        mutation=True,
        content=content,
        params={"alt_text": spec["alt"], "_fields": "id,source_url"},
        headers={"Content-Type": spec["mime"], "Content-Disposition": f"attachment; filename*=UTF-8''{name}; filename=\"{name}\""},
    )
    with answers.understood(mutation=True):
        data = response.json()
        return Result(str(int(data["id"])), data={"id": int(data["id"]), "url": str(data["source_url"])})


async def draft_body(connection: Connection, spec: dict[str, Any], done: list[Result]) -> dict[str, Any]:
    """The first image stands for the article; the other files follow the text."""
    kept = await kept_files(connection, spec["files"], done[spec["tags"] :])
    featured = 0
    parts = [blocks.paragraphs(spec["text"])]
    for media, file in zip(kept, spec["files"], strict=True):
        is_video = file["mime"].startswith("video/")
        if not featured and not is_video:
            featured = media["id"]
        else:
            parts.append(blocks.video(media) if is_video else blocks.image(media, file["alt"]))
    body = {
        "status": "draft",
        "slug": spec["slug"],
        "title": spec["title"],
        "content": "\n\n".join(parts),
        "excerpt": spec["excerpt"],
        "tags": [int(result.remote_id) for result in done[: spec["tags"]]],
    }
    if featured:
        body["featured_media"] = featured
    if spec["categories"]:
        body["categories"] = await categories(connection, spec["categories"])
    return body


async def kept_files(connection: Connection, files: list[dict[str, Any]], done: list[Result]) -> list[dict[str, Any]]:
    """What the site has of the files: it would show an article without them and say nothing. The lost are given again, once."""
    media = [result.data for result in done[: len(files)]]
    for place in await lost_files(connection, media):
        media[place] = (await upload(connection, files[place])).data
        if await lost_files(connection, [media[place]]):
            raise Permanent("The site took a file twice and does not have it.", code="media_lost")
    return media


async def lost_files(connection: Connection, media: list[dict[str, Any]]) -> list[int]:
    """The places of those that the site does not have."""
    if not media:
        return []
    numbers = ",".join(str(item["id"]) for item in media)
    found = await client.read(connection, "/wp/v2/media", include=numbers, per_page=100, _fields="id")
    with answers.understood(mutation=False):
        known = {int(item["id"]) for item in found}
    return [place for place, item in enumerate(media) if item["id"] not in known]


async def categories(connection: Connection, names: list[str]) -> list[int]:
    """Their numbers. A category that does not exist is not made: the editorial plan of a site is its owner's."""
    found = []
    for name in names:
        items = await client.read(connection, "/wp/v2/categories", search=name, per_page=100, _fields="id,name")
        with answers.understood(mutation=False):
            known = [int(item["id"]) for item in items if same_name(item["name"], name)]
        if not known:
            raise Permanent(name, code="no_category")
        found.append(known[0])
    return found


async def show(connection: Connection, remote_id: str, slug: str) -> Result:
    post = await client.act(connection, f"/wp/v2/posts/{remote_id}", {"status": "publish", "slug": slug}, _fields=POST_FIELDS)
    result = result_of(post)
    if post.get("status") != "publish":  # an extension of the site may hold it for its own workflow
        raise Permanent(str(post.get("status")), code="held_back")
    return result


def result_of(data: Any) -> Result:
    with answers.understood(mutation=True):
        return Result(str(int(data["id"])), str(data["link"]))


async def find(connection: Connection, step: Step, done: list[Result], since: datetime) -> Result | None:
    if step.kind == "draft":
        return await find_draft(connection, step.spec["slug"])
    if step.kind == "show":
        return await find_shown(connection, done[-1].remote_id)
    if step.kind == "reply":
        return await find_reply(connection, step.spec, since)
    return None  # a file or a tag: once more does no harm


async def find_draft(connection: Connection, slug: str) -> Result | None:
    found = await client.read(connection, "/wp/v2/posts", slug=slug, status="any", context="edit", _fields=POST_FIELDS)
    with answers.understood(mutation=False):
        return result_of(found[0]) if found else None


async def find_shown(connection: Connection, remote_id: str) -> Result | None:
    post = await client.read(connection, f"/wp/v2/posts/{remote_id}", context="edit", _fields=POST_FIELDS)
    with answers.understood(mutation=False):
        if post["status"] == "trash":  # showing it again would undo what a person did
            raise Permanent("The article is in the bin of the site.", code="trashed")
        return result_of(post) if post["status"] == "publish" else None


async def find_reply(connection: Connection, spec: dict[str, Any], since: datetime) -> Result | None:
    found = await client.read(
        connection, "/wp/v2/comments", post=spec["post"], parent=spec["parent"], author=connection.account_id, status="all", per_page=100
    )
    with answers.understood(mutation=False):
        for item in found:
            written = datetime.fromisoformat(item["date_gmt"]).replace(tzinfo=UTC)
            if written >= since - CLOCKS and same_words(to_text(item["content"]["rendered"]), spec["content"]):
                return result_of(item)
    return None


def same_words(one: str, other: str) -> bool:
    """WordPress curls quotes, dashes and dots when it shows a text: only letters and figures are compared."""
    return [letter for letter in one.casefold() if letter.isalnum()] == [letter for letter in other.casefold() if letter.isalnum()]


async def delete(connection: Connection, remote_id: str) -> None:
    """Puts the article in the site's bin; a site without a bin deletes it for good."""
    try:
        await client.call(connection, "DELETE", f"/wp/v2/posts/{remote_id}", mutation=True)
    except Permanent as error:
        if error.code != "not_found":
            raise


async def recent(connection: Connection, limit: int) -> list[RemotePost]:
    found = await client.read(connection, "/wp/v2/posts", author=connection.account_id, per_page=min(limit, 100), orderby="date")
    with answers.understood(mutation=False):
        return [remote_post(item) for item in found]


def remote_post(item: dict[str, Any]) -> RemotePost:
    text = f"{to_text(item['title']['rendered'])}\n\n{to_text(item['content']['rendered'])}"
    return RemotePost(str(item["id"]), text.strip(), datetime.fromisoformat(item["date_gmt"]).replace(tzinfo=UTC), str(item["link"]))
