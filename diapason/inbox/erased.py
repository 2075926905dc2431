"""What stands for the ids of erased messages."""

import hashlib
import hmac

from django.conf import settings


def erased_id(remote_id: str) -> str:
    """What stands for the remote id of an erased message: it recognises the message, and says nothing of its author."""
    digest = hmac.new(settings.SECRET_KEY.encode(), remote_id.encode(), hashlib.sha256).hexdigest()
    return f"erased:{digest}"
