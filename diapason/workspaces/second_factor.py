"""Whether somebody signs in with two factors."""

from allauth.mfa.models import Authenticator


def has_second_factor(person_id: int | None) -> bool:
    """Whether a code or a passkey is asked when this person signs in; recovery codes alone do not count."""
    found: bool = Authenticator.objects.filter(user_id=person_id).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
    return found
