"""CONTRIBUTING.md, performed: an event is added with the very text that the document shows."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"(?ms)(?:<!-- (?P<place>[^\n]+) -->\n)?```(?P<language>\w+)\n(?P<text>.*?)^```$")


def blocks() -> dict[str, tuple[str, str]]:
    """Language -> where CONTRIBUTING.md says the text goes, and the text. One of each language."""
    found = list(BLOCK.finditer((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    assert sorted(match["language"] for match in found) == ["json", "python", "yaml"]
    return {match["language"]: (match["place"] or "", match["text"]) for match in found}


def run(*command: str, cwd: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({"PYTHONPATH": str(path)} if path else {})
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def generate(cwd: Path) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "eventcontract.cli.maintainer", "generate", "--into", "generated", cwd=cwd)


def contribute(directory: Path) -> Path:
    """``directory`` with a copy of spec/, and the steps of CONTRIBUTING.md taken in it."""
    shutil.copytree(ROOT / "spec", directory / "spec")
    place, event = blocks()["yaml"]
    file, under = place.split(", under ")
    page = directory / file
    before = page.read_text(encoding="utf-8")
    assert before.count(f"\n{under}\n") == 1
    page.write_text(before.replace(f"\n{under}\n", f"\n{under}\n{event}"), encoding="utf-8")
    place, payload = blocks()["json"]
    example = directory / place
    example.parent.mkdir()
    example.write_text(payload, encoding="utf-8")
    return directory


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory in which the event was added and rendered; not to be changed."""
    directory = contribute(tmp_path_factory.mktemp("contributed"))
    done = generate(directory)
    assert done.returncode == 0, done.stderr
    events = len(list((ROOT / "spec" / "examples").iterdir()))
    assert f"{events + 1} events" in done.stdout
    return directory


def test_event_added_by_yaml_alone_is_generated_imported_and_parsed(generated: Path) -> None:
    # The generated package of the copy has to win over the one that is installed.
    _, code = blocks()["python"]
    where = "import canvas_live_events\nprint(canvas_live_events.__file__)\n"
    done = run(sys.executable, "-c", code + where, cwd=generated, path=generated / "generated")
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_relative_to(generated)


def test_every_artefact_has_the_added_event(generated: Path) -> None:
    package = generated / "generated" / "canvas_live_events"
    for file in ("contract.json", "asyncapi.yaml", "schemas/index.json", "events/module.py", "__init__.py"):
        assert re.search("module_archived|ModuleArchived", (package / file).read_text(encoding="utf-8")), file
    assert (package / "schemas" / "module_archived.json").is_file()
    assert (package / "schemas" / "strict" / "module_archived.json").is_file()
    assert (package / "examples" / "module_archived" / "web.json").is_file()


def test_the_report_of_the_check_session_covers_the_added_event(generated: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(generated, tmp_path / "copy"))
    report = str(ROOT / "tests" / "report.py")
    done = run(sys.executable, report, "spec", cwd=copy, path=copy / "generated")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^module_archived +\d+  1: ok$", done.stdout, re.MULTILINE)

    # It must also be able to fail: an example that the schemas refuse.
    example = copy / "spec" / "examples" / "module_archived" / "web.json"
    payload = example.read_text(encoding="utf-8")
    example.write_text(payload.replace('"position": 3', '"position": "3"'), encoding="utf-8")
    done = run(sys.executable, report, "spec", cwd=copy, path=copy / "generated")
    assert done.returncode == 1
    assert "examples/module_archived/web.json:29:17: wrong-type: /body/position: expected integer" in done.stdout
    assert "the published example is not that of the spec" in done.stdout


def test_event_without_its_example_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    copy = contribute(tmp_path)
    (copy / "spec" / "examples" / "module_archived" / "web.json").unlink()
    done = generate(copy)
    assert done.returncode == 1
    assert re.search(r"^spec/events/module\.yaml:\d+:\d+: [a-z-]+: ", done.stderr, re.MULTILINE)
    assert not (copy / "generated").exists()


# -- another vendor ------------------------------------------------------------------------------------


def shop(directory: Path) -> Path:
    """The spec that CONTRIBUTING.md shows, in ``directory``."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r"(?ms)^~~~(\w+)\n(.*?)^~~~$", text))
    spec = directory / "spec"
    example = spec / "examples" / "order.placed" / "first.json"
    example.parent.mkdir(parents=True)
    (spec / "shop.yaml").write_text(shown["yaml"], encoding="utf-8")
    example.write_text(shown["json"], encoding="utf-8")
    return spec


def test_another_vendor_is_generated_from_the_text_shown(tmp_path: Path) -> None:
    spec = shop(tmp_path)
    program = (sys.executable, "-m", "eventcontract.cli.maintainer")
    done = run(*program, "validate", "--spec", str(spec), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    done = run(*program, "generate", "--spec", str(spec), "--into", str(tmp_path), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    code = (
        "import pathlib, shop_events\n"
        "print(shop_events.parse(pathlib.Path('spec/examples/order.placed/first.json').read_bytes()))"
    )
    path = tmp_path.as_posix() + os.pathsep + str(ROOT / "codegen")
    done = run(sys.executable, "-c", code, cwd=tmp_path, path=Path(path))
    assert done.stdout.startswith("OrderPlaced(type='order.placed'"), done.stderr


def test_every_top_level_word_of_the_format_has_a_line() -> None:
    text = (
        (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("The top-level words")[2].partition("## ")[0]
    )
    known = json.loads((ROOT / "spec" / "spec.schema.json").read_bytes())["properties"]
    assert sorted(re.findall(r"(?m)^\| `(\w+)`", text)) == sorted(known)
