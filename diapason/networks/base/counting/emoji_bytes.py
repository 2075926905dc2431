"""Characters, with each emoji counted as its bytes in UTF-8."""

from . import code_points, emoji, utf8_bytes


def count(text: str) -> int:
    """Code points outside emoji, plus the UTF-8 bytes of the emoji."""
    signs = emoji.find_any(text)
    return code_points.count(text) + sum(utf8_bytes.count(sign) - code_points.count(sign) for sign in signs)
