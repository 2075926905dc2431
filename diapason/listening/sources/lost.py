"""While a source was read, it became somebody else's to read, or nobody's."""


class Lost(Exception):
    """It was paused or removed, or our reading took so long that another worker reads it: what we hold is not kept."""
