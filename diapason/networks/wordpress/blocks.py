"""Plain text and files made into the blocks of WordPress's editor, so that a person can go on editing there."""

import html
import re
from typing import Any

LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\"'.,;:!?…»)\]}]")
PARAGRAPHS = re.compile(r"\n\s*\n")


def paragraphs(text: str) -> str:
    """A paragraph for each run of lines; line ends are kept, addresses become links, all else is escaped."""
    return "\n\n".join(paragraph(part.strip()) for part in PARAGRAPHS.split(text.strip()) if part.strip())


def paragraph(text: str) -> str:
    return f"<!-- wp:paragraph -->\n<p>{linked(text)}</p>\n<!-- /wp:paragraph -->"


def linked(text: str) -> str:
    made, end = [], 0
    for match in LINK.finditer(text):
        url = html.escape(match[0])
        made += [escaped(text[end : match.start()]), f'<a href="{url}">{url}</a>']
        end = match.end()
    return "".join([*made, escaped(text[end:])])


def escaped(text: str) -> str:
    # A square bracket would begin a shortcode, which the site would run.
    return html.escape(text, quote=False).replace("[", "&#091;").replace("\n", "<br>")


def image(media: dict[str, Any], alt: str) -> str:
    """`media` is what an upload gave: id and url."""
    number, url = int(media["id"]), html.escape(str(media["url"]))
    return (
        f'<!-- wp:image {{"id":{number},"sizeSlug":"large"}} -->\n<figure class="wp-block-image size-large">'
        f'<img src="{url}" alt="{html.escape(alt)}" class="wp-image-{number}"/></figure>\n<!-- /wp:image -->'
    )


def video(media: dict[str, Any]) -> str:
    number, url = int(media["id"]), html.escape(str(media["url"]))
    return (
        f'<!-- wp:video {{"id":{number}}} -->\n<figure class="wp-block-video">'
        f'<video controls src="{url}"></video></figure>\n<!-- /wp:video -->'
    )
