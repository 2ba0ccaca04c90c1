"""``python .ci/summary.py DIRECTORY``: what the sessions of one run did, from the reports that they left.

``wanted.json`` lists the sessions (``nox --list --json``), the other JSON files are nox's own reports (``--report``),
and ``<session>.xml`` is what pytest reported (``--junit-xml``). Exit status 1 if a session failed or did not run, a
test failed, or no test passed.
"""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as xml
from collections import Counter
from pathlib import Path


def outcomes(reports: Path) -> dict[str, tuple[str, float]]:
    """(result, seconds) of each session that was wanted."""
    wanted = [each["session"] for each in json.loads((reports / "wanted.json").read_text(encoding="utf-8"))]
    ran = {}
    for file in sorted(reports.glob("*.json")):
        if file.name != "wanted.json":
            for each in json.loads(file.read_text(encoding="utf-8"))["sessions"]:
                for name in each["signatures"]:
                    ran[name] = each["result"], float(each["duration"])
    return {name: ran.get(name, ("did not run", 0.0)) for name in wanted}


def tests(report: Path) -> Counter[str]:
    """How many tests ``passed``, ``failed`` and were ``skipped``; nothing where there is no report."""
    counts: Counter[str] = Counter()
    for suite in xml.parse(report).getroot().iter("testsuite") if report.exists() else ():
        number = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
        failed = number["failures"] + number["errors"]
        counts.update(failed=failed, skipped=number["skipped"], passed=number["tests"] - failed - number["skipped"])
    return counts


def main(reports: Path) -> int:
    sessions = outcomes(reports)
    total: Counter[str] = Counter()
    print(f"\n{'session':<12} {'result':<12} {'seconds':>7}  tests")
    for name, (result, seconds) in sessions.items():
        counts = tests(reports / f"{name}.xml")
        total += counts
        said = ", ".join(f"{counts[what]} {what}" for what in ("passed", "failed", "skipped") if counts[what])
        print(f"{name:<12} {result:<12} {seconds:>7.0f}  {said or '-'}")
    print(f"{'all':<12} {'':<12} {sum(seconds for _, seconds in sessions.values()):>7.0f}")
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    succeeded = all(result == "success" for result, _ in sessions.values())
    return 0 if succeeded and total["passed"] and not total["failed"] else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
