"""``python -m tests.bench [PART ...] [--json FILE]``: the parts named, or all of them."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from tests.bench import auditing, checking, explaining, keeping, landing, reading, rendering, starting, testing
from tests.bench.report import Part

PARTS: dict[str, tuple[Callable[[], Part], ...]] = {
    "parse": (reading.documented, reading.whole, reading.unknown),
    "explain": (explaining.invalid, explaining.lenient),
    "check": (checking.part,),
    "audit": (auditing.part, auditing.two),
    "tables": (landing.speed, landing.oddities),
    "cold": (starting.part,),
    "memory": (keeping.part,),
    "render": (rendering.part,),
    "testing": (testing.strategies, testing.catalogue),
}


def main() -> None:
    """Measure, print Markdown as it comes, write JSON at the end."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one of {', '.join(PARTS)}; all if none is named")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there, too")
    options = parser.parse_args()
    unknown = set(options.parts).difference(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    about = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    _say(f"## Benchmark: {about}\n")
    found = []
    for name in options.parts or PARTS:
        for measure in PARTS[name]:
            started = perf_counter()
            part = measure()
            found.append(part)
            _say(part.markdown())
            sys.stderr.write(f"{part.title}: {perf_counter() - started:.0f} s\n")
    if options.json:
        document = {"about": about, "parts": [part.as_json() for part in found]}
        options.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
