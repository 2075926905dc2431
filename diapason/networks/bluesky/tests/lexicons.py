"""A small validator of lexicons (https://atproto.com/specs/lexicon): enough to hold our calls to the published ones."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from diapason.networks.base.counting import Unit, measure
from diapason.networks.conformance import specs

FORMATS = {
    "did": re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]*[A-Za-z0-9._-]"),
    "handle": re.compile(r"([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"),
    "at-uri": re.compile(r"at://did:[a-z]+:[A-Za-z0-9._:%-]+(/[a-zA-Z.]+(/[A-Za-z0-9._:~-]+)?)?"),
    "cid": re.compile(r"b[a-z2-7]{50,}"),
    "nsid": re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*){2,}"),
    "tid": re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}"),
    "record-key": re.compile(r"(?!\.\.?$)[A-Za-z0-9._:~-]{1,512}"),
    "uri": re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE),
    "language": re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*"),
}
FORMATS["at-identifier"] = re.compile(f"(?:{FORMATS['did'].pattern})|(?:{FORMATS['handle'].pattern})")


class Lexicons:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def definition(self, ref: str, base: str = "") -> tuple[dict[str, Any], str]:
        """A definition and the NSID that its own references start from."""
        nsid, _, name = ref.partition("#")
        nsid = nsid or base
        document = specs.read(self.folder / (nsid.replace(".", "/") + ".json"))
        found: dict[str, Any] = document["defs"][name or "main"]
        return found, nsid

    def problems(self, schema: dict[str, Any], value: Any, base: str, at: str = "$") -> Iterator[str]:
        check = getattr(self, f"of_{schema['type'].replace('-', '_')}", None)
        if check:
            yield from check(schema, value, base, at)

    def of_record(self, schema, value, base, at):
        yield from self.problems(schema["record"], value, base, at)

    def of_object(self, schema, value, base, at):
        if not isinstance(value, dict):
            yield f"{at}: an object was expected"
            return
        nullable = schema.get("nullable", [])
        for name in schema.get("required", []):
            if name not in value:
                yield f"{at}: {name} is missing"
        for name, inner in schema.get("properties", {}).items():
            if name in value and not (value[name] is None and name in nullable):
                yield from self.problems(inner, value[name], base, f"{at}.{name}")

    of_params = of_object

    def of_array(self, schema, value, base, at):
        if not isinstance(value, list):
            yield f"{at}: a list was expected"
            return
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            yield f"{at}: {len(value)} items"
        for number, one in enumerate(value):
            yield from self.problems(schema["items"], one, base, f"{at}[{number}]")

    def of_string(self, schema, value, base, at):
        if not isinstance(value, str):
            yield f"{at}: a string was expected, not {value!r}"
            return
        for name, unit in (("maxLength", Unit.UTF8_BYTES), ("maxGraphemes", Unit.GRAPHEMES)):
            if name in schema and measure(value, unit) > schema[name]:
                yield f"{at}: longer than {schema[name]} ({name})"
        if "enum" in schema and value not in schema["enum"]:
            yield f"{at}: {value} is not one of {schema['enum']}"
        yield from of_format(schema.get("format"), value, at)

    def of_integer(self, schema, value, base, at):
        if not isinstance(value, int) or isinstance(value, bool):
            yield f"{at}: an integer was expected, not {value!r}"
        elif not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            yield f"{at}: {value} is out of range"

    def of_boolean(self, schema, value, base, at):
        if not isinstance(value, bool):
            yield f"{at}: a boolean was expected"

    def of_blob(self, schema, value, base, at):
        if not isinstance(value, dict) or value.get("$type") != "blob" or "$link" not in value.get("ref", {}):
            yield f"{at}: a blob was expected"
        elif value["size"] > schema.get("maxSize", value["size"]):
            yield f"{at}: larger than {schema['maxSize']}"

    def of_ref(self, schema, value, base, at):
        inner, nsid = self.definition(schema["ref"], base)
        yield from self.problems(inner, value, nsid, at)

    def of_union(self, schema, value, base, at):
        kind = value.get("$type") if isinstance(value, dict) else None
        known = {full(ref, base): ref for ref in schema["refs"]}
        if kind in known:
            inner, nsid = self.definition(known[kind], base)
            yield from self.problems(inner, value, nsid, at)
        else:
            yield f"{at}: {kind} is not one of {list(known)}"


def full(ref: str, base: str) -> str:
    return f"{base}{ref}" if ref.startswith("#") else ref


def of_format(name: str | None, value: str, at: str) -> Iterator[str]:
    if name == "datetime":
        try:
            if datetime.fromisoformat(value).tzinfo is None:
                yield f"{at}: {value} has no zone"
        except ValueError:
            yield f"{at}: {value} is not a date"
    elif name in FORMATS and not FORMATS[name].fullmatch(value):
        yield f"{at}: {value!r} is not a {name}"
