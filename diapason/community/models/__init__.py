from diapason.community.models.consent import Consent
from diapason.community.models.contact import Contact
from diapason.community.models.erasure import Erasure
from diapason.community.models.identity import Identity
from diapason.community.models.merge import Merge

__all__ = ["Consent", "Contact", "Erasure", "Identity", "Merge"]
