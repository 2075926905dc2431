"""The links of a post: tagged for measurement (UTM) by the brand's rule, and foreseen as short links. Pure.

The rule is `Workspace.utm`:

    {"enabled": true, "source": "{network}", "medium": "social", "campaign": "{campaign}", "content": "{post}",
     "scope": "own" | "all", "domains": ["maison-lumen.example"], "short": true}

A link that already says where it comes from (any `utm_` parameter) is left as it is, so that nothing is tagged twice.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from django.utils.text import slugify

PARAMETERS = ("source", "medium", "campaign", "content")
DEFAULTS = {"source": "{network}", "medium": "social", "campaign": "{campaign}", "content": "{post}"}
PLACEHOLDER = re.compile(r"\{(network|campaign|post|language)\}")
TAGGED = re.compile(r"(?:^|[&;])utm_[a-z]+=", re.IGNORECASE)
LINK = re.compile(r"(?<![\w@])https?://[^\s<>\"«»“”]+", re.IGNORECASE)
AFTER = ".,;:!?…'’*_"  # closes a sentence, not an address
CODE_LENGTH = 6  # signs of a short link's code: 31**6 is 887 million of them


@dataclass(frozen=True, slots=True)
class Rule:
    """A brand's rule, read. `domains` are its own, lower case, without `www.`; `short` is the address short links begin with."""

    patterns: dict[str, str] = field(default_factory=dict)
    everywhere: bool = False
    domains: frozenset[str] = frozenset()
    short: str = ""

    @property
    def tags(self) -> bool:
        return bool(self.patterns)


@dataclass(frozen=True, slots=True)
class Place:
    """What the patterns speak of. An empty value leaves out the parameters that are made of it alone."""

    network: str = ""
    campaign: str = ""
    post: str = ""
    language: str = ""


def rule_of(utm: dict[str, Any], website: str, public_url: str) -> Rule:
    """The rule of `Workspace.utm`, for a brand whose site is `website`, on an installation at `public_url`."""
    patterns = {name: str(utm.get(name, DEFAULTS[name])) for name in PARAMETERS} if utm.get("enabled") else {}
    named = [str(domain) for domain in utm.get("domains") or ()] + ([host_of(website)] if website else [])
    short = f"{public_url}/l/" if utm.get("short") else ""
    return Rule(patterns, utm.get("scope") == "all", frozenset(bare(domain) for domain in named if domain), short)


def host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def bare(host: str) -> str:
    """A host as it is compared: lower case, in ASCII (`été.fr` is `xn--t-9fa.fr`…), without `www.`."""
    host = host.strip().lower().rstrip(".").removeprefix("www.")
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def concerns(url: str, rule: Rule) -> bool:
    """Whether the rule speaks of that link: one of the brand's own domains or of their subdomains, or any."""
    host = host_of(url)
    if not host or not url.lower().startswith(("http://", "https://")):
        return False
    named = bare(host)
    return rule.everywhere or any(named == domain or named.endswith(f".{domain}") for domain in rule.domains)


def tag(url: str, rule: Rule, place: Place) -> str:
    """The link with the rule's parameters after its own; unchanged where the rule does not apply."""
    if not rule.tags or not concerns(url, rule):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if TAGGED.search(parts.query):
        return url
    added = "&".join(f"utm_{name}={quote(value, safe='-._~')}" for name, value in values(rule, place))
    query = f"{parts.query}&{added}" if parts.query and added else parts.query or added
    return urlunsplit(parts._replace(query=query))


def values(rule: Rule, place: Place) -> list[tuple[str, str]]:
    found = [(name, filled(rule.patterns[name], place)) for name in PARAMETERS if rule.patterns.get(name)]
    return [(name, value) for name, value in found if value]


def filled(pattern: str, place: Place) -> str:
    """The pattern with its placeholders replaced by slugs; separators left over by an empty one are removed."""
    text = PLACEHOLDER.sub(lambda match: slugify(str(getattr(place, match.group(1)))), pattern)
    return text.strip("-_. ")


def find(text: str) -> Iterator[tuple[int, int]]:
    """Where the http(s) links of a text begin and end, whatever their domain, without the punctuation after them."""
    for match in LINK.finditer(text):
        end = match.end()
        while text[end - 1] in AFTER or (text[end - 1] in ")]" and unopened(text[match.start() : end])):
            end -= 1
        if host_of(text[match.start() : end]):
            yield match.start(), end


def unopened(url: str) -> bool:
    """Whether the bracket that ends the address was opened before it: `(see https://a.example/b)`."""
    opening = "(" if url[-1] == ")" else "["
    return url.count(url[-1]) > url.count(opening)


def replace(text: str, change: Callable[[str], str]) -> str:
    """The text with each of its http(s) links changed, and not one other sign."""
    pieces, at = [], 0
    for start, end in find(text):
        pieces += [text[at:start], change(text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])


def links(text: str) -> list[str]:
    """The http(s) links of a text, in order."""
    return [text[start:end] for start, end in find(text)]


def tag_text(text: str, rule: Rule, place: Place) -> str:
    return replace(text, lambda url: tag(url, rule, place)) if rule.tags else text


def untagged(text: str, rule: Rule) -> list[str]:
    """The brand's own links that would go out without saying where they come from."""
    return [url for url in links(text) if concerns(url, rule) and not TAGGED.search(urlsplit(url).query)]


def will_be(text: str, rule: Rule) -> str:
    """The text as it will be once its links are short, for counting: each is replaced by one of the same length."""
    if not rule.short:
        return text
    return replace(text, lambda url: rule.short + "x" * CODE_LENGTH if concerns(url, rule) else url)
