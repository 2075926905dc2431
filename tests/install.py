"""What `bin/test --all` needs: Chromium, faketime, ClickHouse within the process, and the servers that nobody here wrote."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAMS = ("chromium", "faketime")
OPTIONAL = ("clickhouse", "chdb")  # requirements


def programs() -> None:
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(f"Missing: {', '.join(missing)}. The tests that need them are skipped.", file=sys.stderr)
        return
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(["apt-get", "install", "-y", "-qq", *missing], check=True, stdout=subprocess.DEVNULL)


def packages() -> None:
    uv, here = Path(sys.executable).with_name("uv"), Path(__file__).resolve().parent.parent / "requirements"
    files = [word for name in OPTIONAL for word in ("-r", str(here / f"{name}.txt"))]
    subprocess.run([str(uv), "pip", "install", "--quiet", "--python", sys.executable, "--require-hashes", *files], check=True)


if __name__ == "__main__":
    programs()
    packages()
    sys.exit(subprocess.run([sys.executable, "-m", "tests.servers", "install"], check=False).returncode)
