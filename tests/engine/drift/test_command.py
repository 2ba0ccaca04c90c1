"""``drift`` and ``example`` as they are called: exit statuses, formats, accepted sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from eventcontract.cli.maintainer import main
from eventcontract.drift import RULES
from tests.support import pages
from tests.support.pages import page_of
from tests.vendors import SPECS, contract_of

SPEC = str(SPECS["canvas"])


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, [*arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def saved(directory: Path, page: pages.Page, form: str = "dense_text") -> str:
    file = directory / f"{page.title.lower()}.txt"
    file.write_bytes(pages.FORMS[form](page))
    return str(file)


def test_statuses(tmp_path: Path) -> None:
    page = page_of("canvas", "module")
    status, output = run("drift", "--spec", SPEC, saved(tmp_path, page))
    assert (status, output) == (0, "1 page: 4 events, 32 sentences and 4 examples compared\n0 findings\n")
    page.section("module_updated").rows["position"] = "Where in the course it is."
    status, output = run("drift", "--spec", SPEC, saved(tmp_path, page))
    assert status == 1
    assert output.splitlines()[:3] == [
        "module_updated",
        f"  wording-changed  /body/position  {tmp_path}/module.txt:{output.partition('.txt:')[2].split()[0]}",
        "    [-The position of the module-] {+Where+} in the [-course.-] {+course it",
    ]
    (tmp_path / "module.txt").write_text("Sign in", encoding="utf-8")
    assert run("drift", "--spec", SPEC, str(tmp_path / "module.txt"))[0] == 2
    assert "has 'pages:'" in run("drift", "--spec", str(SPECS["beacon"]), str(tmp_path / "module.txt"))[1]


@pytest.mark.parametrize("form", ["text", "markdown", "json", "github"])
def test_formats(form: str, tmp_path: Path) -> None:
    page = page_of("canvas", "module")
    page.sections[0].definition = "The *event* | is <b>odd</b> 100% @all."
    del page.section("module_updated").rows["name"]
    status, output = run("drift", "--spec", SPEC, saved(tmp_path, page), "--format", form)
    assert status == 1
    if form == "json":
        rows = json.loads(output)
        assert [(row["rule"], row["event"], row["pointer"], row["part"]) for row in rows] == [
            ("wording-changed", "module_created", "", "definition"),
            ("field-gone", "module_updated", "/body/name", "field"),
        ]
        assert {row["rule"] for row in rows} <= {*RULES}
    elif form == "markdown":
        assert "### `module_created`" in output
        assert "- **field-gone** `/body/name`" in output
        assert "**\\*event\\* \\|**" in output
        assert "\\<b\\>odd\\</b\\> 100% \\@all." in output
    elif form == "github":
        first = output.splitlines()[0]
        assert first.startswith("::warning file=")
        assert "title=wording-changed::module_created definition: " in first
        assert "100%25" in first
    else:
        assert max(map(len, output.replace(str(tmp_path), "").splitlines())) <= 80


def test_accepted_sentences(tmp_path: Path) -> None:
    page, accepted = page_of("canvas", "wiki"), tmp_path / "accepted"
    arguments = ("drift", "--spec", SPEC, "--accept", str(accepted))
    status, output = run(*arguments, saved(tmp_path, page))
    assert status == 0
    assert "wiki.json: accepted" in output
    text = (accepted / "wiki.json").read_text(encoding="utf-8")
    assert page.sections[0].definition not in text
    # The same in another form is the same.
    assert run(*arguments, saved(tmp_path, page, "tabbed_text"))[0] == 0
    event = page.sections[0].name
    page.sections[0].definition += " But not on Sundays."
    status, output = run(*arguments, saved(tmp_path, page), "--format", "json")
    (row,) = json.loads(output[output.index("[\n") : output.rindex("]") + 1])
    assert (status, row["rule"], row["event"], row["part"]) == (1, "wording-changed", event, "definition")
    assert row["page"] == "But not on Sundays."
    # What was reported is accepted now; what goes is reported too.
    assert run(*arguments, saved(tmp_path, page))[0] == 0
    page.sections[0].definition = page.sections[0].definition.removesuffix(" But not on Sundays.")
    assert run(*arguments, saved(tmp_path, page))[0] == 1
    (accepted / "wiki.json").write_text("[]", encoding="utf-8")
    assert run(*arguments, saved(tmp_path, page))[0] == 2


def test_example_synthesizes_a_payload_of_any_event() -> None:
    for name in ("course_created", "logged_out"):
        status, output = run("example", name, "--spec", SPEC)
        assert status == 0
        payload = json.loads(output)
        assert payload["metadata"]["event_name"] == name
        required = {field.name for field in contract_of("canvas").events[name].body.fields if field.required}
        assert required <= {*payload["body"]}
    assert run("example", "course_creatd", "--spec", SPEC)[0] == 2
