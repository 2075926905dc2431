"""The command line of `bin/network`."""

import argparse
import keyword
import re
import subprocess
import sys
from pathlib import Path
from string import Template

from diapason.core import clock

FOLDER = Path(__file__).resolve().parent.parent
TEMPLATES = Path(__file__).resolve().parent / "templates"
NAME = re.compile(r"[a-z][a-z0-9_]{1,38}")
RESERVED = {"base", "conformance", "scaffold", "management", "tests", "migrations", "locale"}


class Refused(Exception):
    """A name that cannot be that of a network; the message is for the person who typed it."""


def create(name: str, folder: Path = FOLDER) -> list[Path]:
    """Writes the files of a new network, which publishes text to an imaginary API; the files. Raises Refused."""
    if not NAME.fullmatch(name) or keyword.iskeyword(name) or name in RESERVED:
        raise Refused(f"“{name}” cannot name a network: lower-case letters, digits and _, beginning with a letter.")
    target = folder / name
    if target.exists():
        raise Refused(f"{target} exists already.")
    values = {"slug": name, "name": name.replace("_", " ").title(), "today": clock.now().date().isoformat()}
    written = []
    for template in sorted(TEMPLATES.rglob("*.txt")):
        path = target / template.relative_to(TEMPLATES).with_suffix("")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(template.read_text(encoding="utf-8")).substitute(values), encoding="utf-8")
        written.append(path)
    return written


def check(name: str | None) -> int:
    """Runs the conformance suite, on one network or on all; the exit status of pytest."""
    chosen = ["-k", f"[{name}"] if name else []
    own = [str(FOLDER / name / "tests")] if name and (FOLDER / name / "tests").is_dir() else []
    suite = str(FOLDER / "conformance" / "tests")
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", suite, *chosen]
    status = subprocess.run(command, check=False).returncode
    if own and status == 0:
        status = subprocess.run([sys.executable, "-m", "pytest", "-q", "-n", "0", *own], check=False).returncode
    return 0 if status == 5 else status  # 5: no test of its own yet


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bin/network", description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("new", help="make the folder of a network").add_argument("name")
    acts.add_parser("check", help="hold a network, or all, to the suite").add_argument("name", nargs="?")
    asked = parser.parse_args(argv)
    if asked.act == "check":
        if asked.name and not (FOLDER / asked.name / "manifest.toml").exists():
            print(f"There is no network “{asked.name}”: no {FOLDER / asked.name / 'manifest.toml'}.", file=sys.stderr)
            return 2
        return check(asked.name)
    try:
        for path in create(asked.name):
            print(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    except Refused as error:
        print(error, file=sys.stderr)
        return 2
    print(f"\nNow: read docs/networks.md, make it true, and run bin/network check {asked.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
