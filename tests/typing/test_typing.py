"""What the type checkers make of code that uses the generated package. The nox session 'typing' runs this."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from mypy import api

SAMPLES = Path(__file__).parent / "samples"
MARK = "# error"


def mypy(file: Path, cache: Path) -> dict[int, list[str]]:
    """Line -> what mypy --strict says of it."""
    options = ["--strict", "--no-error-summary", "--output=json", "--config-file=", f"--cache-dir={cache}"]
    output, errors, _ = api.run([*options, str(file)])
    assert not errors
    found: dict[int, list[str]] = {}
    for line in output.splitlines():
        problem = json.loads(line)
        if problem["severity"] == "error":
            assert Path(problem["file"]).name == file.name, problem
            found.setdefault(problem["line"], []).append(problem["message"])
    return found


def pyright(file: Path, cache: Path) -> dict[int, list[str]]:
    """Line -> what pyright in strict mode says of it, expressions without effect left out."""
    # Settings include files below their own directory only.
    shutil.copy(file, cache)
    settings = cache / "pyrightconfig.json"
    rules = {"typeCheckingMode": "strict", "pythonVersion": "3.11", "reportUnusedExpression": False}
    paths = {"include": [file.name], "venvPath": str(Path(sys.prefix).parent), "venv": Path(sys.prefix).name}
    settings.write_text(json.dumps({**rules, **paths}), encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--outputjson", "--project", str(settings)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(result.stdout)
    assert report["summary"]["filesAnalyzed"] == 1, result.stderr
    found: dict[int, list[str]] = {}
    for problem in report["generalDiagnostics"]:
        if problem["severity"] == "error" and not problem.get("rule", "").startswith("reportUnknown"):
            found.setdefault(problem["range"]["start"]["line"] + 1, []).append(problem["message"])
    return found


CHECKERS = {"mypy": mypy, "pyright": pyright}


@pytest.mark.parametrize("checker", CHECKERS)
def test_good_code_is_good(checker: str, tmp_path: Path) -> None:
    assert CHECKERS[checker](SAMPLES / "good.py", tmp_path) == {}


@pytest.mark.parametrize("checker", CHECKERS)
def test_each_mistake_is_found(checker: str, tmp_path: Path) -> None:
    file = SAMPLES / "bad.py"
    lines = file.read_text(encoding="utf-8").splitlines()
    marked = {number for number, line in enumerate(lines, 1) if line.endswith(MARK)}
    found = CHECKERS[checker](file, tmp_path)
    assert {number: lines[number - 1] for number in marked ^ found.keys()} == {}, found
    assert len(marked) > 15
