"""What a data server's refusals mean. What it was seen to answer is noted in `tests/servers/README.md`."""

import httpx2

from diapason.networks.base import answers
from diapason.networks.base.errors import NetworkError, Permanent, Reauth, Temporary

LONGEST_MESSAGE = 300
ENDED = {"ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired"}
DISABLED = {"AccountTakedown", "AccountDeactivated", "AccountSuspended", "RepoTakendown", "RepoDeactivated"}
CODES = {
    "RecordNotFound": "not_found",
    "NotFound": "not_found",
    "RepoNotFound": "not_found",
    "BlobNotFound": "media_lost",
    "BlobTooLarge": "media_refused",
    "PayloadTooLarge": "media_refused",
    "InvalidMimeType": "media_refused",
}


def named(response: httpx2.Response) -> tuple[str, str]:
    """The name and the words of a refusal: {"error": …, "message": …}."""
    try:
        data = response.json()
        return str(data.get("error") or ""), str(data.get("message") or data.get("error_description") or "")[:LONGEST_MESSAGE]
    except (ValueError, AttributeError, RecursionError):
        return "", ""


def has_ended(response: httpx2.Response) -> bool:
    if response.status_code not in {400, 401}:
        return False
    return response.status_code == 401 or named(response)[0] in ENDED


def refusal(response: httpx2.Response, nsid: str = "", *, mutation: bool) -> NetworkError | None:
    status = response.status_code
    if status < 400:
        return None
    name, words = named(response)
    if name in DISABLED:
        return Permanent(words, code="account_disabled")
    if name == "AuthFactorTokenRequired":
        return Reauth(words, code="app_password_wanted")
    if status == 401 or name in ENDED:
        return Reauth(words, code="session_ended")
    if status == 502 and not mutation and nsid.startswith("app.bsky."):
        return Temporary(words or "HTTP 502", code="no_appview")
    if status in {408, 425, 429} or status >= 500:
        return answers.error_for(response, mutation=mutation, detail=words)
    return Permanent(words or f"HTTP {status}", code=code_for(name, status, words))


def code_for(name: str, status: int, words: str) -> str:
    """A code of the strings for a refusal. A record that breaks its lexicon is always `InvalidRequest`."""
    if name == "InvalidSwap":
        return "exists"
    if name in CODES:
        return CODES[name]
    lower = words.lower()
    if "could not find blob" in lower:
        return "media_lost"
    if "blob" in lower or status == 413:
        return "media_refused"
    if "too big" in lower and ".text" in lower:
        return "too_long"
    if "could not locate record" in lower:
        return "not_found"
    return "refused"
