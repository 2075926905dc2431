"""Bytes of the text in UTF-8 (RFC 3629)."""


def count(text: str) -> int:
    """Number of bytes; a lone surrogate takes three, as the replacement sign that a browser would send."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
