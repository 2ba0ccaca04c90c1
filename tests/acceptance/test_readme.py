"""What the documents say is true: their Python runs, their commands and sessions exist."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from eventcontract.runtime import rules
from tests.support.archive import wrong
from tests.support.samples import Bench
from tests.vendors import Vendor, contract_of

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TEST_COMMAND = ".venv/bin/nox -s tests"


def sessions() -> dict[str, str]:
    """Name -> docstring of every session of noxfile.py."""
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {
        # A name may have a hyphen where its function has an underscore.
        node.name.replace("_", "-"): ast.get_docstring(node) or ""
        for node in functions
        if any("nox.session" in ast.unparse(decorator) for decorator in node.decorator_list)
    }


def default_sessions() -> list[str]:
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    assignments = {ast.unparse(node.targets[0]): node.value for node in tree.body if isinstance(node, ast.Assign)}
    names: list[str] = ast.literal_eval(assignments["DEFAULT"])
    return names


@pytest.mark.parametrize("code", [code for code in BLOCK.findall(README) if not code.startswith("# ")])
def test_python_in_the_readme_runs(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(code, "README.md", "exec"), {"__name__": "__main__"})
    # A line "print(...)  # text" promises what is printed.
    promised = [line.partition("  # ")[2] for line in code.splitlines() if line.lstrip().startswith("print(")]
    assert capsys.readouterr().out.splitlines() == promised


def test_metrics_in_the_readme_are_in_the_format_of_prometheus(vendors: dict[str, Vendor]) -> None:
    (code,) = (code for code in BLOCK.findall(README) if "def metrics(" in code)
    namespace: dict[str, Any] = {}
    exec(code, namespace)
    for _ in range(2):
        namespace["audit"].add(wrong(vendors["canvas"]))
    lines = namespace["metrics"]().splitlines()
    assert all(re.fullmatch(r'[a-z_]+\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\} [0-9]+', line) for line in lines)
    assert any(line.startswith("canvas_findings_total{") and line.endswith("} 2") for line in lines)


def test_receivers_in_the_readme_lose_nothing(vendors: dict[str, Vendor], monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(vendors["canvas"], monkeypatch)
    tested = [
        name
        for code in BLOCK.findall(README)
        if "import handle\n" not in code
        for name in bench.test(code, "README.md")
    ]
    assert tested == ["handle", "lambda_handler", "receive", "receive_once"]


def test_files_in_the_readme_work_together(tmp_path: Path) -> None:
    written = {}
    for code in BLOCK.findall(README):
        if name := re.match(r"# (\w+\.py)\n", code):
            (tmp_path / name[1]).write_text(code, encoding="utf-8")
            written[name[1]] = code
    assert sorted(written) == ["handler.py", "test_handler.py"]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
    # It can fail: the handler takes what can be null for what is always there.
    wrong = written["handler.py"].replace("body.progress.completed_at)", "body.progress.completed_at.year)")
    (tmp_path / "handler.py").write_text(wrong, encoding="utf-8")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_pictures_of_the_readme_exist() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(pictures) == 2
    assert all((ROOT / picture).is_file() for picture in pictures)


def test_output_of_the_first_command_is_what_it_prints() -> None:
    outputs = re.findall(r"(?ms)^```text\n(.*?)^```$", README)
    (shown,) = [text for text in outputs if "python tests/report.py spec" in text]
    command = [sys.executable, str(ROOT / "tests" / "report.py"), "spec"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    # What is compared with depends on the tags of the checkout.
    others = ("nox > ", "generated/", "there is no tag", "…")
    lines = [line for line in shown.splitlines() if not line.startswith(others)]
    assert len(lines) > 3
    # "…" stands for events left out.
    assert [line for line in lines if line not in printed] == []
    assert lines[-1] == printed[-1]


def test_readme_lists_the_sessions() -> None:
    listed = re.findall(r"^\| `([\w-]+)` \|", README.partition("## Sessions")[2], re.MULTILINE)
    assert listed == list(sessions())


def test_readme_says_of_delivery_what_the_spec_says() -> None:
    assert contract_of("canvas").catalogue.delivery in " ".join(README.split())


def test_readme_lists_the_rules() -> None:
    table = ["| rule | level | reported when |", "|---|---|---|"]
    table += [f"| `{rule}` | {level} | {purpose} |" for rule, level, purpose in rules.rows()]
    rendered = "\n".join(table)
    shown = README.partition("<!-- rules -->\n")[2].partition("\n<!-- end of rules -->")[0]
    assert shown == rendered, f"put this between the marks:\n\n{rendered}\n"


def test_each_session_has_one_line_of_docstring() -> None:
    assert all(text and "\n" not in text for text in sessions().values())


def test_default_sessions_exist() -> None:
    assert set(default_sessions()) < set(sessions())


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert re.search(rf"^    {re.escape(TEST_COMMAND)}$", README, re.MULTILINE)
    assert f"\n{TEST_COMMAND} " in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_constraints_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    requirement = re.compile(r"[a-z0-9-]+==[0-9][0-9a-z.]*( (;|and) [a-z_]+ ([!=]=|<|>=) '[A-Za-z0-9.]+')*")
    assert [line for line in lines if not requirement.fullmatch(line)] == []


def test_constraints_pin_every_direct_requirement() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for group in [*project["project"]["optional-dependencies"].values(), *project["dependency-groups"].values()]:
        wanted += group
    pinned = {line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()}
    names = {re.split(r"[^A-Za-z0-9._-]", each)[0].lower().replace("_", "-").replace(".", "-") for each in wanted}
    assert names - pinned == set()
