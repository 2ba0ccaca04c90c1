"""``eventcontract docs``: what it writes, where, and what it refuses."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eventcontract.cli.maintainer import main
from eventcontract.site import checks
from tests.vendors import SPECS


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SPECS["parcel"], tmp_path / "spec"))


@pytest.fixture
def component(tmp_path: Path) -> Path:
    """What is used of the npm package, without its content."""
    directory = tmp_path / "component"
    for file in ("browser/standalone/index.js", "styles/default.min.css", "LICENSE"):
        (directory / file).parent.mkdir(parents=True, exist_ok=True)
        (directory / file).write_text(file, encoding="utf-8")
    (directory / "package.json").write_text(json.dumps({"name": "a-component", "version": "1.2.3"}), encoding="utf-8")
    return directory


def docs(spec: Path, into: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["docs", "--spec", str(spec), "--into", str(into), *arguments])


def test_site_is_written_and_replaced(spec: Path, component: Path, tmp_path: Path) -> None:
    done = docs(spec, tmp_path / "site", "--component", str(component))
    assert done.exit_code == 0, done.output
    assert (tmp_path / "site" / "reference" / "component.js").read_text(
        encoding="utf-8"
    ) == "browser/standalone/index.js"
    assert "a-component 1.2.3" in (tmp_path / "site" / "reference" / "index.html").read_text(encoding="utf-8")

    done = docs(spec, tmp_path / "site")
    assert done.exit_code == 0, done.output
    assert "without the AsyncAPI reference" in done.output
    assert not (tmp_path / "site" / "reference").exists()
    commands = (tmp_path / "site" / "commands" / "eventcontract.html").read_text(encoding="utf-8")
    assert "eventcontract docs" in commands


@pytest.mark.parametrize("where", ["site/thesis.txt", "pages/3.2/thesis.txt", "pages/latest/a.txt", "pages/index.html"])
def test_what_is_not_a_site_is_left_alone(spec: Path, tmp_path: Path, where: str) -> None:
    options = ["--versioned"] if where.startswith("pages") else []
    thesis = tmp_path / where
    thesis.parent.mkdir(parents=True)
    thesis.write_text("years of work", encoding="utf-8")
    into = tmp_path / where.partition("/")[0]
    done = docs(spec, into, *options)
    assert done.exit_code == 2
    assert "Nothing was changed" in done.output
    assert [file for file in into.rglob("*") if file.is_file()] == [thesis]
    assert thesis.read_text(encoding="utf-8") == "years of work"


@pytest.mark.parametrize("options", [(), ("--versioned",)])
def test_a_file_that_somebody_added_to_a_site_is_never_removed(
    spec: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    assert docs(spec, tmp_path / "site", *options).exit_code == 0
    thesis = next((tmp_path / "site").glob("**/assets")) / "thesis.txt"
    thesis.write_text("years of work", encoding="utf-8")
    done = docs(spec, tmp_path / "site", *options)
    assert done.exit_code == 2
    assert f"{thesis}: this command did not write it" in done.output
    assert thesis.is_file()


def test_page_that_is_too_large_is_written_with_a_warning(
    spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "LIMIT", 20_000)
    for into, options in ((tmp_path / "site", ()), (tmp_path / "versions", ("--versioned",))):
        done = docs(spec, into, *options)
        assert done.exit_code == 0, done.output
        assert re.search(
            r"(?m)^warning: \S+\.html: [0-9,]+ bytes; pages of more than 20,000 bytes load slowly$", done.output
        )
    assert (tmp_path / "site" / "index.html").is_file()


def test_guides_are_rendered_with_facts_of_the_contract(spec: Path, tmp_path: Path) -> None:
    (spec / "docs").mkdir()
    (spec / "docs" / "10-later.md").write_text("# Later\n\nThe tenth.\n", encoding="utf-8")
    text = "# First\n\nOf {{ contract.events|length }} events.\n\n## A part\n\n[All]({{ up }}events/index.html)\n"
    (spec / "docs" / "2-first.md").write_text(text, encoding="utf-8")
    assert docs(spec, tmp_path / "site").exit_code == 0
    page = (tmp_path / "site" / "guides" / "first.html").read_text(encoding="utf-8")
    assert 'content="Of 5 events."' in page
    assert '<h2 id="a-part">' in page
    assert page.index(">First<") < page.index(">Later<")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("# A\n\nB {{ nothing }}.\n", "the guide bad: 'nothing' is undefined"),
        ("No heading.\n", "the guide bad: a page must begin with a heading"),
        ("# A\n\nB {% if %}\n", "the guide bad: "),
        ("# A\n\n[B](gone.html)\n", "guides/bad.html: dead link: gone.html"),
        ("# A\n\nB.\n\n{% raw %}{{ c }}{% endraw %}\n", "guides/bad.html:"),
    ],
)
def test_bad_guides_fail_the_build_and_the_old_site_stays(spec: Path, tmp_path: Path, text: str, problem: str) -> None:
    assert docs(spec, tmp_path / "site").exit_code == 0
    before = (tmp_path / "site" / "index.html").read_bytes()
    (spec / "docs").mkdir()
    (spec / "docs" / "1-bad.md").write_text(text, encoding="utf-8")
    done = docs(spec, tmp_path / "site")
    assert done.exit_code == 1
    assert problem in done.output
    assert (tmp_path / "site" / "index.html").read_bytes() == before


def test_versions_stand_side_by_side(spec: Path, tmp_path: Path) -> None:
    catalogue = spec / "catalogue.yaml"
    text = catalogue.read_text(encoding="utf-8")
    assert "version: 3.2.1" in text
    pages = tmp_path / "pages"
    for version in ("3.10.0", "3.2.1", "3.9.5", "3.10.1"):
        catalogue.write_text(text.replace("version: 3.2.1", f"version: {version}"), encoding="utf-8")
        done = docs(spec, pages, "--versioned")
        assert done.exit_code == 0, done.output
    assert sorted(file.name for file in pages.iterdir()) == ["3.10", "3.2", "3.9", "index.html", "latest"]
    assert (pages / "latest" / "index.html").read_bytes() == (pages / "3.10" / "index.html").read_bytes()
    assert "3.10.1" in (pages / "latest" / "index.html").read_text(encoding="utf-8")
    front = (pages / "index.html").read_text(encoding="utf-8")
    assert front.index("3.10/") < front.index("3.9/") < front.index("3.2/")

    # A dead link anywhere is found, also in what was there before.
    (pages / "3.2" / "files.html").unlink()
    done = docs(spec, pages, "--versioned")
    assert done.exit_code == 1
    assert "3.2/index.html: dead link: files.html" in done.output
