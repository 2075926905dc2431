"""Code units of the text in UTF-16 (RFC 2781): what JavaScript calls the length of a string."""


def count(text: str) -> int:
    """Number of 16-bit units; a sign beyond U+FFFF takes two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
