"""The PDF of a report: tagged (PDF/UA-1), on A4, with its fonts inside. ADR 0012 says why typst."""

import json
from pathlib import Path
from typing import Any

import regex
import typst

from diapason.insights.reports.document import Document, for_print

FOLDER = Path(__file__).resolve().parent / "typst"


# Pictures among the words: no font of ours draws them, and a screen reader would spell them out.
PICTURES = regex.compile(r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\uFE0F\u200D\u20E3--[©®™↔←→↑↓0-9]]+", regex.V1)


def make(document: Document) -> bytes:
    """In the language that is active. Only typst's own fonts are used, so that every machine makes the same page; words in
    a script that they lack are drawn with the machine's, and the page then goes without the seal of PDF/UA."""
    data = json.dumps(legible(for_print(document)), ensure_ascii=False)
    try:
        return compiled(data, pdf_standards=["ua-1"], ignore_system_fonts=True)
    except typst.TypstError:
        return compiled(data, ignore_system_fonts=False)


def legible(value: Any) -> Any:
    """The same, without emoji."""
    if isinstance(value, str):
        return PICTURES.sub("", value).strip(" ")
    if isinstance(value, list):
        return [legible(each) for each in value]
    return {key: legible(each) for key, each in value.items()} if isinstance(value, dict) else value


def compiled(data: str, **options: Any) -> bytes:
    made = typst.compile(FOLDER / "report.typ", root=FOLDER, format="pdf", sys_inputs={"data": data}, **options)
    if not isinstance(made, bytes):  # several pages come as a list for images only
        raise TypeError("typst gave no PDF.")
    return made
