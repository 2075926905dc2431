"""Signatures as Standard Webhooks writes them, so that its libraries check ours (spec/standard-webhooks.md, 1.0)."""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable

MARK = "whsec_"
BYTES = 32  # of a secret: the specification asks for 24 to 64
VERSION = "v1"


def new_secret() -> str:
    return MARK + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def key_of(secret: str) -> bytes:
    """Raises ValueError for what is no secret."""
    try:
        return base64.b64decode(secret.removeprefix(MARK), validate=True)
    except binascii.Error as error:
        raise ValueError("not a webhook secret") from error


def signature(secret: str, webhook_id: str, timestamp: int, body: bytes) -> str:
    """`timestamp` is in seconds since 1970."""
    signed = b".".join([webhook_id.encode(), str(timestamp).encode(), body])
    return f"{VERSION},{base64.b64encode(hmac.new(key_of(secret), signed, hashlib.sha256).digest()).decode()}"


def headers(secrets_of: Iterable[str], webhook_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """One signature for each secret: while one is replaced by another, a receiver may check with either."""
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(secret, webhook_id, timestamp, body) for secret in secrets_of),
    }
