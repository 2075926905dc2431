"""Unicode code points."""


def count(text: str) -> int:
    """Number of code points."""
    return len(text)
