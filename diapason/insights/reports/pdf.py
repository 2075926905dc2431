"""The PDF of a report: tagged (PDF/UA-1), on A4, with its fonts inside. ADR 0012 says why typst."""

import json
from pathlib import Path

import typst

from diapason.insights.reports.document import Document, for_print

FOLDER = Path(__file__).resolve().parent / "typst"


def make(document: Document) -> bytes:
    """In the language that is active. Only typst's own fonts are used, so that every machine makes the same page."""
    made = typst.compile(
        FOLDER / "report.typ",
        root=FOLDER,
        format="pdf",
        sys_inputs={"data": json.dumps(for_print(document), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )
    if not isinstance(made, bytes):  # several pages come as a list for images only
        raise TypeError("typst gave no PDF.")
    return made
