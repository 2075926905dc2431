"""The official exports of networks, as people download them: found in a ZIP or alone, written as JSON Lines with the columns that an
archive has, so that there is nothing left to say about them."""

import json
import re
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _

from diapason.editorial.exchange.tables import Unreadable
from diapason.networks.base import exports, registry
from diapason.networks.base.registry import Network

MOST_MEMBERS = 200_000  # pictures of years
MOST_READ = 400_000_000  # bytes once unpacked
START = 512
HEADERS = ("date", "text", "title", "url", "id", "author", "handle", "language")


@dataclass(frozen=True, slots=True)
class Export:
    """`files` are the names of those that were read."""

    network: Network
    files: tuple[str, ...]
    lines: int


@dataclass
class Counted:
    """A file that is not read further than it may."""

    file: IO[bytes]
    left: list[int]

    def read(self, size: int = -1) -> bytes:
        found = self.file.read(size if size >= 0 else 1 << 20)
        self.left[0] -= len(found)
        if self.left[0] < 0:
            raise Unreadable(_("This export is too large once unpacked. Take the file of its posts out of it, and send that alone."))
        return found

    read1 = read

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        """Whoever opened the file closes it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def written(name: str, file: IO[bytes], out: IO[bytes]) -> Export | None:
    """Writes what an export says to `out`, as JSON Lines; None for what is none. Raises Unreadable."""
    file.seek(0)
    start = file.read(START)
    file.seek(0)
    left = [MOST_READ]
    for network in registry.networks().values():
        if network.can("exports") and network.module("exports").recognises(start):
            count = write(network.module("exports").read(Counted(file, left)), out)
            return Export(network, (name,), count) if count else None
    try:
        if start.startswith(b"PK"):
            return of_members(zipped(file), left, out)
        if start.startswith(b"\x1f\x8b"):
            return of_members(tarred(file), left, out)
        return of_members(iter([(name, file)]), left, out)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(_("This archive is damaged, or locked. Download it again.")) from error


# ── Members ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def zipped(file: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise Unreadable(_("This archive holds too many files. Take the file of its posts out of it, and send that alone."))
        for member in sorted(members, key=lambda each: each.filename):
            if not member.is_dir() and kinds(member.filename):
                with archive.open(member) as opened:
                    yield member.filename, opened


def tarred(file: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    """Nothing is written to disk: names that lead elsewhere lead nowhere."""
    with tarfile.open(fileobj=file, mode="r:gz") as archive:
        for number, member in enumerate(archive):
            if number > MOST_MEMBERS:
                raise Unreadable(_("This archive holds too many files. Take the file of its posts out of it, and send that alone."))
            if member.isfile() and kinds(member.name) and (opened := archive.extractfile(member)) is not None:
                yield member.name, opened


def kinds(name: str) -> list[tuple[Network, dict[str, Any]]]:
    """What a file may be, by its name."""
    if "__MACOSX" in name:
        return []
    every = ((network, about) for network in registry.networks().values() for about in network.manifest.exports)
    return [(network, about) for network, about in every if re.search(about["file"], name)]


def of_members(members: Iterator[tuple[str, IO[bytes]]], left: list[int], out: IO[bytes]) -> Export | None:
    """Of the networks that a file may be of, the one that finds something in it; the rest of the archive is of the same."""
    found: Network | None = None
    files, lines = [], 0
    for name, file in members:
        for network, about in kinds(name):
            if found is not None and network != found:
                continue
            with suppress(OSError, ValueError):
                file.seek(0)
            count = write(exports.read(Counted(file, left), about), out)  # type: ignore[arg-type]  # it reads as a file does
            if count:
                found, lines = network, lines + count
                files.append(name)
                break
    return Export(found, tuple(files), lines) if found else None


def write(said: Iterator[exports.Said], out: IO[bytes]) -> int:
    """How many lines. Where the rest cannot be read, the last line says so: it is refused with its reason, and what came before stays."""
    lines = 0
    try:
        for each in said:
            row = {name: each[name] for name in HEADERS if each.get(name) not in (None, "")}
            out.write(json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "replace") + b"\n")
            lines += 1
    except exports.Broken as error:
        if lines:
            out.write(f"{error}\n".encode())
    return lines
