"""What a person recognises a delivery by."""

from typing import Any


def title(content: dict[str, Any], longest: int = 60) -> str:
    """The title of what is sent (`Content` as JSON), or the beginning of its text, in one line."""
    text = " ".join(str(content.get("title") or " ".join(content["parts"])).split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
