"""Asks the public advisories about every pinned requirement, for `bin/lint`; says so where they cannot be reached.

Source: pip-audit, which reads the advisories that PyPI publishes with each release.
"""

import json
import subprocess
import sys
from pathlib import Path

PINNED = [Path("requirements", f"{name}.txt") for name in ("uv", "base", "dev", "node")]


def audit(pinned: Path) -> list[dict]:
    """One entry a dependency: `name`, `version`, `vulns`; or `name`, `skip_reason` where nothing is known of it."""
    options = ["--disable-pip", "--require-hashes", "--progress-spinner=off", "--format=json"]
    command = [sys.executable, "-m", "pip_audit", *options, "--requirement", str(pinned)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.stdout:
        return [{"name": str(pinned), "skip_reason": done.stderr.strip() or "no answer"}]
    return json.loads(done.stdout)["dependencies"]


def main() -> int:
    found = [entry for pinned in PINNED for entry in audit(pinned)]
    unknown = [entry for entry in found if "skip_reason" in entry]
    weak = [f"{entry['name']} {entry['version']}: {flaw['id']}" for entry in found for flaw in entry.get("vulns", [])]
    if unknown:
        print(f"  skipped: {len(unknown)} of {len(found)} requirements have no advisories that can be reached from here")
    print("\n".join(f"  {line}" for line in weak), end="\n" if weak else "")
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main())
