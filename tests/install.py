"""What `bin/test --all` needs beside Python: Chromium and the networks' own servers."""

import os
import shutil
import subprocess
import sys


def chromium() -> None:
    if shutil.which("chromium"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print("Chromium is missing: install it (apt install chromium) to run the browser tests.", file=sys.stderr)
        return
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    chromium()
    sys.exit(subprocess.run([sys.executable, "-m", "tests.servers", "install"], check=False).returncode)
