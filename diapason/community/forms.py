from django import forms
from django.utils.translation import gettext_lazy as _

from diapason.community.models import Consent, Contact

MOST_TAGS = 20


class TagsField(forms.CharField):
    """Words separated by commas; a list of lower-case tags."""

    def prepare_value(self, value: object) -> object:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: object) -> list[str]:  # type: ignore[override]  # a text that is read as a list
        tags = [" ".join(tag.split()).lower()[:40] for tag in str(value or "").replace("\x00", "").split(",")]
        return list(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS]

    def validate(self, value: object) -> None:
        """Any word is a tag."""

    def run_validators(self, value: object) -> None:
        """Its length is cut, not refused."""


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    tags = TagsField(label=_("Tags"), required=False, help_text=_("Separated by commas: ambassador, journalist, Lyon."))

    class Meta:
        model = Contact
        fields = ["name", "tags", "notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 5, "maxlength": 10000})}


class ConsentForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = Consent
        fields = ["purpose", "evidence"]
        help_texts = {"evidence": _("For instance: answered “yes, with pleasure” on 3 November.")}
