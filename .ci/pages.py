"""``python .ci/pages.py REPORT``: fetch the pages of documentation that the spec lists, and compare them with it.

The Markdown report is written to REPORT if there is anything to report. One request a second; a page that cannot be
fetched is reported too. Exit status 0 also with findings: an issue says them, not a failed run.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from eventcontract.source import load_with_pages

#: Seconds from one request to the next, and until a request is given up.
PAUSE, PATIENCE = 1.0, 30.0


def fetch(address: str) -> bytes:
    """The page at an address; ``OSError`` if there is none."""
    request = urllib.request.Request(address, headers={"User-Agent": "eventcontract-drift"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        return bytes(response.read())


def main(report: Path, spec: Path = Path("spec"), get: Callable[[str], bytes] = fetch) -> int:
    addresses = load_with_pages(spec)[1].addresses
    if not addresses:
        print(f"{spec}: no category has a 'page:' yet, so there is nothing to fetch")
        return 0
    missing, files = [], []
    with tempfile.TemporaryDirectory() as directory:
        for number, (category, address) in enumerate(addresses.items()):
            time.sleep(PAUSE if number else 0)
            try:
                data = get(address)
            except OSError as error:
                missing.append(f"- {address} cannot be fetched: {error}\n")
                continue
            file = Path(directory, f"{category}{Path(address).suffix}")
            file.write_bytes(data)
            files.append(str(file))
        text = compared(spec, files, directory) if files else ""
    if text or missing:
        report.write_text("".join([*missing, "\n" if missing else "", text]), encoding="utf-8")
    print(
        f"{len(files)} of {len(addresses)} pages fetched; {'see ' + str(report) if text or missing else 'no findings'}"
    )
    return 0


def compared(spec: Path, files: list[str], directory: str) -> str:
    """What is found in these files, as Markdown; empty if nothing is."""
    command = [
        sys.executable,
        "-m",
        "eventcontract.cli.maintainer",
        "drift",
        "--spec",
        str(spec),
        "--format",
        "markdown",
    ]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 2) or (done.returncode and not done.stdout):
        raise SystemExit(done.stderr)
    return done.stdout.replace(f"{directory}/", "") if done.returncode else ""


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
