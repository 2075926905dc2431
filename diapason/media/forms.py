"""What people say of a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diapason.media.models import Asset

MOST_TAGS = 20


class AssetForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    tags = forms.CharField(label=_("Tags"), required=False, max_length=400, help_text=_("Separated by commas."))

    class Meta:
        model = Asset
        fields = ("title", "alt", "credit", "rights", "rights_end")
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            "rights_end": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "alt": _("What the image shows, for people who do not see it. Every post begins with these words."),
            "rights_end": _("The composer refuses the file in posts published after that day."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tags"].initial = ", ".join(self.instance.tags)

    def clean_tags(self) -> list[str]:
        words = (" ".join(word.split()).lstrip("#")[:40] for word in self.cleaned_data["tags"].split(","))
        return list(dict.fromkeys(word for word in words if word))[:MOST_TAGS]

    def save(self, commit: bool = True) -> Asset:
        self.instance.tags = self.cleaned_data["tags"]
        saved: Asset = super().save(commit)
        return saved
