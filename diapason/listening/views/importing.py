"""A query of another tool, pasted: read in ours, with what could not be said, then opened in the form."""

from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from diapason.listening.forms import QueryForm, said_of
from diapason.listening.queries.errors import QueryError
from diapason.listening.queries.importing.dialects import DIALECTS
from diapason.listening.queries.importing.remarks import Kind, Remark
from diapason.listening.queries.importing.translation import MOST_LETTERS, guessed, translated
from diapason.listening.views.queries import page
from diapason.workspaces.doors import Request, door

SHOWN = 200  # remarks on one page
AROUND = 40  # letters that are shown beside what a remark is about


class ImportForm(forms.Form):
    text = forms.CharField(
        label=_("The query, as the other tool has it"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off", "dir": "auto"}),
    )
    dialect = forms.ChoiceField(
        label=_("Written for"),
        required=False,
        choices=[("", _("Guess it")), *((code, each.name) for code, each in DIALECTS.items())],
    )


@dataclass(frozen=True, slots=True)
class Pointed:
    """A remark with what it is about, and what stands around."""

    remark: Remark
    before: str
    about: str
    after: str

    @property
    def tone(self) -> str:
        return {Kind.LEFT_OUT: "bad", Kind.CHANGED: "warn"}.get(self.remark.kind, "")


def pointed(text: str, remark: Remark) -> Pointed:
    start, end = remark.position, remark.end
    return Pointed(remark, text[max(0, start - AROUND) : start], text[start:end][:200], text[end : end + AROUND])


@door("listening.write")
def query_import(request: Request) -> HttpResponse:
    """POST `text`, `dialect`: the form of a new query, filled with what could be said."""
    form = ImportForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "listening/query_import.html", {"form": form}, status=422 if form.is_bound else 200)
    text = form.cleaned_data["text"].replace("\0", "")
    dialect = DIALECTS.get(form.cleaned_data["dialect"]) or guessed(text)
    try:
        found = translated(text, dialect)
    except QueryError as error:
        form.add_error("text", said_of(error))
        return render(request, "listening/query_import.html", {"form": form}, status=422)
    remarks = [pointed(text, remark) for remark in found.remarks[:SHOWN]]
    opened = QueryForm(request.member, None, initial={"text": found.text})
    lost = sum(remark.kind is Kind.LEFT_OUT for remark in found.remarks)
    more = {"remarks": remarks, "dialect": dialect, "lost": lost, "unsaid": len(found.remarks) - len(remarks)}
    return page(request, opened, None, imported=more)
