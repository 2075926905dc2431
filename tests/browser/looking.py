"""What every screen must be, asked of a page that is open: nothing wider than the window, nothing left in English, one title."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import allauth
import polib
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "RGAAv4", "best-practice"]
# Asks for text where the calendar's columns have a name of their own (`aria-label`).
NOT_HELD = {"empty-table-header": {"enabled": False}}
# Everything but colour is the same in both themes.
OF_THEME = ["color-contrast", "link-in-text-block"]

# What an open menu lies over is partly covered for as long as it is open: the menu itself is looked at.
SEEN = """options => axe.run(document.querySelector("[popover]:popover-open") ?? document, options).then((results) => results.violations)"""

WIDE = """() => {
  const width = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth > width) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  const main = document.querySelector("#main");
  if (main && main.scrollWidth > main.clientWidth + 1) found.push(`#main is ${main.scrollWidth} px wide in ${main.clientWidth}`);
  if (!found.length) return found;
  for (const each of document.body.querySelectorAll("*")) {
    const box = each.getBoundingClientRect();
    if (box.right > width + 1 && box.width && getComputedStyle(each).visibility !== "hidden")
      found.push(`${each.tagName.toLowerCase()}.${each.className} ends at ${Math.round(box.right)}`);
  }
  return found.slice(0, 8);
}"""

# Text nodes that are seen or heard, and the attributes that are read out.
WORDS = """() => {
  const found = new Set([document.title]), add = (text) => { text = (text || "").replace(/\\s+/g, " ").trim(); if (text) found.add(text); };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement;
    if (!holder.closest("script, style, template, [lang]:not(html)")) add(walker.currentNode.data);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const each of document.querySelectorAll(`[${name}]`)) if (!each.closest("[lang]:not(html)")) add(each.getAttribute(name));
  return [...found];
}"""


def axe(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds on the whole page, by all the rules that we hold or by those that are named."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(axe_script())
    only: dict[str, Any] = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    options = {"runOnly": only, "resultTypes": ["violations"], "elementRef": False} | ({} if rules else {"rules": NOT_HELD})
    violations = page.evaluate(SEEN, options)
    return [f"{each['id']}: {each['help']}: " + " | ".join(shown(node) for node in each["nodes"][:4]) for each in violations]


def shown(node: dict[str, Any]) -> str:
    said = [check["message"] for check in node["any"] if check["id"] == "color-contrast"]
    return " ".join([node["html"][:160], *said])


@cache
def axe_script() -> str:
    return str(Axe().axe_script)


def overflow(page: Page) -> list[str]:
    return list(page.evaluate(WIDE))


def frame(page: Page, language: str) -> list[str]:
    """One heading of the first rank, a title, the language said."""
    found = []
    headings = page.locator("h1:visible").count()
    if headings != 1:
        found.append(f"{headings} headings of the first rank")
    if re.match(r"\s*(·|Diapason|$)", page.title()):
        found.append(f"the page's title is “{page.title()}”")
    if page.locator("html").get_attribute("lang") != language:
        found.append(f"it says that it is in {page.locator('html').get_attribute('lang')}")
    return found


def english(page: Page) -> list[str]:
    """Our own sentences that are still in English on a French page."""
    words: list[str] = page.evaluate(WORDS)
    said = [text for text in words if text in sentences()]
    return said + [text for text in words if len(text) > 14 and any(piece in text for piece in pieces())]


def messages() -> Iterator[polib.POEntry]:
    for path in [*ROOT.glob("diapason/*/locale/fr/LC_MESSAGES/django.po"), ROOT / "diapason/locale/fr/LC_MESSAGES/django.po"]:
        yield from (entry for entry in polib.pofile(str(path)) if not entry.obsolete)


def of_the_library() -> Iterator[polib.POEntry]:
    """Those of the pages of sign-in."""
    yield from polib.pofile(str(Path(allauth.__file__).parent / "locale" / "fr" / "LC_MESSAGES" / "django.po"))


@cache
def sentences() -> frozenset[str]:
    """Whole English messages whose French is another; a word that is French too is left out."""
    english = {re.sub(r"\s+", " ", entry.msgid).strip() for entry in [*messages(), *of_the_library()] if entry.msgstr != entry.msgid}
    french = {entry.msgstr for entry in messages()}
    return frozenset(english - french)


@cache
def pieces() -> tuple[str, ...]:
    """The fixed parts of messages with something in them, long enough to be nobody else's words."""
    found = set()
    for entry in messages():
        if "%" in entry.msgid and entry.msgstr != entry.msgid:
            fixed = re.split(r"%\(\w+\)\w|%\w", re.sub(r"\s+", " ", entry.msgid))
            found |= {piece.strip() for piece in fixed if len(piece.strip()) > 14}
    return tuple(sorted(found))
