"""What `bin/test --all` needs beside Python: Chromium, faketime and the networks' own servers."""

import os
import shutil
import subprocess
import sys

PROGRAMS = ("chromium", "faketime")


def programs() -> None:
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(f"Missing: {', '.join(missing)}. The tests that need them are skipped.", file=sys.stderr)
        return
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(["apt-get", "install", "-y", "-qq", *missing], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    programs()
    sys.exit(subprocess.run([sys.executable, "-m", "tests.servers", "install"], check=False).returncode)
