"""The five words in which a connector says what went wrong. The engine of deliveries knows no other."""

from datetime import datetime


class NetworkError(Exception):
    """`detail` may be shown to a person of the team and never holds a secret."""

    word = "unknown"

    def __init__(self, detail: str = "", *, code: str = "") -> None:
        detail = detail.replace("\0", "")  # a network's own words; PostgreSQL keeps no NUL
        super().__init__(detail)
        self.detail = detail
        self.code = code


class Temporary(NetworkError):
    """Nothing was done, and the same call may be made again later."""

    word = "temporary"


class RateLimited(NetworkError):
    """Nothing was done; the network asks to wait, until `until` when it says so."""

    word = "rate_limited"

    def __init__(self, detail: str = "", *, until: datetime | None = None, code: str = "") -> None:
        super().__init__(detail, code=code)
        self.until = until


class Permanent(NetworkError):
    """Nothing was done, and never will be as it stands; `code` names the reason in the connector's strings."""

    word = "permanent"


class Reauth(NetworkError):
    """The access was refused: a person must connect the space again."""

    word = "reauth"


class Unknown(NetworkError):
    """The call may have been carried out. It must not be repeated before somebody has looked."""

    word = "unknown"
