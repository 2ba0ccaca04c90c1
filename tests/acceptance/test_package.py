"""The wheel and the sdist as their users get them.

``nox -s build`` builds both, installs the wheel in two environments (``bare``: nothing else; the one that runs this
file: the extra ``codegen`` and pytest), copies this file out of the repository and runs it there.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

if "PACKAGE_DIST" not in os.environ:
    pytest.skip("tests a built wheel: run 'nox -s build'", allow_module_level=True)

DIST = Path(os.environ["PACKAGE_DIST"])
BARE = os.environ["PACKAGE_BARE_PYTHON"]
SPEC = Path(os.environ["PACKAGE_SPEC"])
HERE = Path(__file__).parent

PARSE_ALL = """
import json, sys
from importlib import metadata, resources
import canvas_live_events as package

parsed = {}
for folder in resources.files(package).joinpath("examples").iterdir():
    for file in folder.iterdir():
        event = package.parse(file.read_bytes())
        assert package.parse(package.encode(event)) == event
        parsed[f"{folder.name}/{file.name}"] = type(event).__name__
refused = None
try:
    package.parse(b'{"metadata": {"event_name": "course_completed"}, "body": {}}')
except package.ContractViolation as error:
    refused = len(error.violations)
json.dump({
    "file": package.__file__,
    "parsed": parsed,
    "refused": refused,
    "version": [package.__version__, metadata.version("canvas-live-events")],
    "modules": sorted({name.partition(".")[0] for name in sys.modules}),
    "installed": sorted(each.metadata["Name"] for each in metadata.distributions()),
}, sys.stdout)
"""


def run(python: str, *arguments: str) -> str:
    """What it prints, run where nothing but the environment can be imported."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run([python, "-P", *arguments], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def command(name: str, *arguments: str) -> str:
    return run(sys.executable, str(Path(sys.executable).with_name(name)), *arguments)


@pytest.fixture(scope="module")
def wheel() -> set[str]:
    (file,) = DIST.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def sdist() -> set[str]:
    (file,) = DIST.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


@pytest.fixture(scope="module")
def bare() -> dict[str, object]:
    result: dict[str, object] = json.loads(run(BARE, "-c", PARSE_ALL))
    return result


def test_these_tests_run_outside_the_repository() -> None:
    assert not any((folder / "pyproject.toml").exists() for folder in [HERE, *HERE.parents])
    for name in ("eventcontract", "canvas_live_events"):
        found = importlib.util.find_spec(name)
        assert found is not None and found.origin is not None
        assert Path(found.origin).is_relative_to(sys.prefix)


def test_wheel_holds_every_artefact(wheel: set[str]) -> None:
    (file,) = DIST.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        events = set(json.loads(archive.read("canvas_live_events/contract.json"))["events"])
    assert events
    package = {name.removeprefix("canvas_live_events/") for name in wheel if name.startswith("canvas_live_events/")}
    assert {"contract.json", "asyncapi.yaml", "py.typed", "__init__.py", "schemas/index.json"} <= package
    assert {f"schemas/{event}.json" for event in events} <= package
    assert {f"schemas/strict/{event}.json" for event in events} <= package
    assert {name.split("/")[1] for name in package if name.startswith("examples/")} == events
    assert {"eventcontract/py.typed", "eventcontract/source/spec.schema.json"} <= wheel
    assert any(name.startswith("eventcontract/render/python/templates/") for name in wheel)


def test_wheel_holds_nothing_else(wheel: set[str]) -> None:
    tops = {name.partition("/")[0] for name in wheel}
    (info,) = {top for top in tops if top.endswith(".dist-info")}
    assert tops == {"eventcontract", "canvas_live_events", info}
    assert not [name for name in wheel if "__pycache__" in name or name.endswith(".pyc")]
    assert f"{info}/licenses/LICENSE" in wheel


def test_sdist_holds_what_the_package_is_made_of(wheel: set[str], sdist: set[str]) -> None:
    assert {"spec/catalogue.yaml", "spec/spec.schema.json", "pyproject.toml", "noxfile.py", "README.md"} <= sdist
    assert {
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "constraints.txt",
        "tests/acceptance/test_package.py",
    } <= sdist
    for prefix, root in (("eventcontract/", "codegen/"), ("canvas_live_events/", "generated/")):
        assert {root + name for name in wheel if name.startswith(prefix)} <= sdist
    examples = {name.partition("/")[2] for name in wheel if name.startswith("canvas_live_events/examples/")}
    assert {f"spec/{name}" for name in examples} <= sdist


def test_bare_installation_parses_its_own_examples(bare: dict[str, object], wheel: set[str]) -> None:
    assert Path(str(bare["file"])).is_relative_to(Path(BARE).parent.parent)
    prefix = "canvas_live_events/examples/"
    parsed = bare["parsed"]
    assert isinstance(parsed, dict)
    assert set(parsed) == {name.removeprefix(prefix) for name in wheel if name.startswith(prefix)}
    assert "UnknownEvent" not in parsed.values()
    # Refusing needs the schemas, and what reads them.
    assert bare["refused"]


def test_bare_installation_has_one_version(bare: dict[str, object]) -> None:
    version = bare["version"]
    assert isinstance(version, list)
    assert version[0] == version[1]
    (file,) = DIST.glob("*.whl")
    assert file.name.split("-")[1] == version[0]


def test_base_dependencies_are_two(bare: dict[str, object]) -> None:
    assert bare["installed"] == ["canvas-live-events", "jsonschema_rs", "msgspec"]
    modules = bare["modules"]
    assert isinstance(modules, list)
    assert not {"yaml", "jinja2", "click", "jsonschema", "ruff"} & set(modules)


def test_command_without_the_extra_says_what_to_install() -> None:
    script = Path(BARE).with_name("eventcontract")
    done = subprocess.run([BARE, str(script), "generate"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "canvas-live-events[codegen]" in done.stderr
    assert "Traceback" not in done.stderr


def test_wheel_regenerates_another_vendor(tmp_path: Path) -> None:
    command("eventcontract", "generate", "--spec", str(SPEC), "--into", str(tmp_path))
    command("eventcontract", "generate", "--check", "--spec", str(SPEC), "--into", str(tmp_path))
    (directory,) = tmp_path.iterdir()
    examples = sorted(directory.glob("examples/*/*.json"))
    assert examples
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import importlib, pathlib; "
        "package = importlib.import_module(sys.argv[2]); "
        "print(*[type(package.parse(pathlib.Path(file).read_bytes())).__name__ for file in sys.argv[3:]])"
    )
    # What it generates needs no more than the base dependencies.
    printed = run(BARE, "-c", code, str(tmp_path), directory.name, *map(str, examples)).split()
    assert len(printed) == len(examples)
    assert "UnknownEvent" not in printed


def test_metadata_is_fit_for_publishing() -> None:
    about = metadata.metadata("canvas-live-events")
    assert about["License-Expression"] == "MIT"
    assert "# canvas-live-events" in about.json["description"]
    assert "codegen" in (about.get_all("Provides-Extra") or [])


def test_description_names_no_file_of_the_repository() -> None:
    text = metadata.metadata("canvas-live-events").json["description"]
    assert text.startswith("# canvas-live-events")
    assert "CHANGELOG.md says what changed" in text
    assert re.findall(r"\]\((?!https?:)[^)]*\)", text) == []
