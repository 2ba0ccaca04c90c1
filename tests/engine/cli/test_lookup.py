"""Looking events up: list, show, example, schema, help, completion. Over both vendors."""

from __future__ import annotations

import re

import pytest
from click.shell_completion import ShellComplete

from eventcontract.cli.package import main
from eventcontract.model import Array, Event, Object, event_root, walk, wording
from eventcontract.model.tree import at
from eventcontract.model.wording import remarks
from tests.engine.cli.conftest import Invoke, context_of, invoke_of
from tests.support.programs import OnTerminal
from tests.vendors import Subject, Vendor

COMMANDS = [
    "list",
    "show",
    "example",
    "schema",
    "check",
    "diff",
    "audit",
    "land",
    "redact",
    "completion",
    "probe",
    "send",
    "keys",
]


def in_order(vendor: Vendor) -> list[Event]:
    """By category, and in the order of the contract within each."""
    events = vendor.contract.events.values()
    return [each for name in vendor.contract.categories for each in events if each.category == name]


def marks(vendor: Vendor) -> dict[str, str]:
    """The mark of each event that has one."""
    words = {"emitter": "[source code]", "example": "[example]"}
    return {name: words[each.evidence] for name, each in vendor.contract.events.items() if each.evidence in words}


def test_list_on_a_terminal(vendor: Vendor) -> None:
    running = OnTerminal(vendor, "list")
    shown = re.sub(r"\x1b\[[0-9;]*m", "", running.finish())
    assert running.process.returncode == 0
    lines = shown.splitlines()
    assert [line.split()[0] for line in lines if re.match(r"  \S", line)] == [event.name for event in in_order(vendor)]
    assert max(map(len, lines)) <= 80
    assert f"{len(vendor.contract.events)} events" in shown
    assert all(category.title in shown for category in vendor.contract.categories.values())
    marked = dict(re.findall(r"(?m)^  (\S+) +(\[(?:source code|example)\]) ", shown))
    assert marked == marks(vendor)
    assert (f"{len(marked)} marked" in shown or " marked [source code], " in shown) == bool(marked)


def test_list_in_a_pipe_is_one_line_for_each_event(vendor: Vendor, invoke: Invoke) -> None:
    result = invoke("list", columns=60)
    assert result.exit_code == 0
    shown = [line.split("\t") for line in result.output.splitlines()]
    assert shown == [
        [event.name, event.category, " ".join(f"{marks(vendor).get(event.name, '')} {event.definition}".split())]
        for event in in_order(vendor)
    ]


def test_show_tells_everything_of_an_event(subject: Subject) -> None:
    result = invoke_of(subject.vendor)("show", subject.event, columns=1200)
    assert result.exit_code == 0
    output = result.output
    event = subject.entry
    for text in (event.name, event.class_name, event.definition, *event.notes):
        assert all(line.strip() in output for line in text.splitlines())
    rows = [re.split(r" {2,}", line.strip()) for line in output.splitlines()]
    names = [row[0] for row in rows]
    position = -1
    body = subject.contract.message.body
    root = event_root(subject.contract, event.name)
    fields = [(path, field) for path, field in walk(root) if path[-1] != "*"]
    for path, field in sorted(fields, key=lambda each: each[0][0] != body):
        position = names.index(field.name, position + 1)
        row = rows[position]
        about = row[-1]
        assert row[1:4] == [wording.type_name(field.type), wording.sent(field), wording.NULL[field.nullable]], path
        holder = at(root, path[:-1])
        holder = holder.items if isinstance(holder, Array) else holder
        assert isinstance(holder, Object)
        for text in (
            field.description,
            *(each.text for each in remarks(subject.contract, field, holder) if each.topic != "privacy"),
        ):
            assert text in about, path
        assert about.endswith("Sensitive.") == (field.sensitive and not (field.object and field.object.fields)), path
    for erratum in subject.contract.errata.values():
        assert (event.name in erratum.events) == (f"  {erratum.id}  {erratum.effect}  " in output)
    assert event.examples[0].text.strip() in output
    assert all(example.name in output for example in event.examples)


def test_show_fits_80_columns(vendor: Vendor, invoke: Invoke) -> None:
    for name, event in list(vendor.contract.events.items())[::4]:
        table, _, _ = invoke("show", name).output.partition("\nExample ")
        assert max(map(len, table.splitlines())) <= 80, name
        assert event.examples


@pytest.mark.parametrize("columns", [5, 60])
def test_nothing_is_cut_off_on_a_narrow_terminal(vendor: Vendor, invoke: Invoke, columns: int) -> None:
    for arguments in (["list"], *(["show", name] for name in list(vendor.contract.events)[::10])):
        narrow, wide = (invoke(*arguments, columns=width).output for width in (columns, 500))
        assert narrow.count("…") == wide.count("…"), arguments


def test_examples_are_printed_byte_for_byte(vendor: Vendor, invoke: Invoke) -> None:
    for name, event in vendor.contract.events.items():
        files = {each.name: (vendor.spec / "examples" / name / f"{each.name}.json") for each in event.examples}
        for example, file in files.items():
            assert invoke("example", name, example).stdout_bytes == file.read_bytes()
        assert invoke("example", name).stdout_bytes == files[event.examples[0].name].read_bytes()


def test_an_example_that_is_not_there(vendor: Vendor, invoke: Invoke) -> None:
    name, event = next(iter(vendor.contract.events.items()))
    result = invoke("example", name, "no-such-example")
    assert result.exit_code == 2
    assert event.examples[0].name in result.output


def test_schemas_are_the_published_ones(vendor: Vendor, invoke: Invoke) -> None:
    for name in vendor.contract.events:
        schemas = vendor.directory / "schemas"
        assert invoke("schema", name).stdout_bytes == (schemas / f"{name}.json").read_bytes()
        documented = (schemas / "strict" / f"{name}.json").read_bytes()
        assert invoke("schema", name, "--strict").stdout_bytes == documented


@pytest.mark.parametrize("command", ["show", "example", "schema"])
def test_an_event_that_is_not_there(vendor: Vendor, invoke: Invoke, command: str) -> None:
    for name, event in list(vendor.contract.events.items())[:5]:
        for misspelt in (name[:-1], name.upper(), event.class_name):
            result = invoke(command, misspelt, columns=200)
            assert result.exit_code == 2
            assert "did you mean " in result.output
            assert name in result.output.partition("did you mean ")[2]
    result = invoke(command, "qqqqqqqqqq", columns=200)
    assert result.exit_code == 2
    assert "did you mean" not in result.output
    assert f"'{vendor.contract.catalogue.distribution} list' shows all events" in result.output


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_teaches_with_commands_that_work(vendor: Vendor, invoke: Invoke, command: str) -> None:
    result = invoke(*filter(None, [command]), "--help")
    assert result.exit_code == 0
    assert max(map(len, result.output.splitlines())) <= 80
    _, _, examples = result.output.partition("\nExamples:\n")
    called = re.findall(rf"\b{vendor.contract.catalogue.distribution} (\w+)", examples)
    assert called
    assert set(called) <= set(COMMANDS)
    assert command in ("", *called)
    assert "{" not in examples
    # Nothing of the first vendor is in the words of the engine.
    assert vendor.name == "canvas" or "canvas" not in result.output.lower()


def test_help_of_all_names_the_contract_and_the_commands(vendor: Vendor, invoke: Invoke) -> None:
    output = invoke("-h").output
    catalogue = vendor.contract.catalogue
    assert f"{catalogue.title} {catalogue.version}" in output
    assert re.findall(r"(?m)^  ([a-z]+)  ", output.partition("\nCommands:\n")[2].partition("\n\n")[0]) == COMMANDS
    assert "..." not in output.partition("\nCommands:\n")[2]  # no line is cut off
    assert invoke("--version").output == f"{catalogue.title} {catalogue.version}\n"


@pytest.mark.parametrize("command", ["show", "example", "schema"])
def test_events_are_completed(vendor: Vendor, command: str) -> None:
    completion = ShellComplete(main, {"obj": context_of(vendor)}, vendor.contract.catalogue.distribution, "_C")
    events = list(vendor.contract.events)
    start = events[0][:3]
    found = [item.value for item in completion.get_completions([command], start)]
    assert found == [event for event in events if event.startswith(start)]
    assert [item.value for item in completion.get_completions([command], "qqqq")] == []


def test_commands_examples_and_files_are_completed(vendor: Vendor) -> None:
    completion = ShellComplete(main, {"obj": context_of(vendor)}, vendor.contract.catalogue.distribution, "_C")
    assert [item.value for item in completion.get_completions([], "")] == COMMANDS
    event = max(vendor.contract.events.values(), key=lambda event: len(event.examples))
    found = [item.value for item in completion.get_completions(["example", event.name], "")]
    assert found == [example.name for example in event.examples]
    assert found
    assert [item.type for item in completion.get_completions(["check"], "")] == ["file"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_ask_the_command(vendor: Vendor, invoke: Invoke, shell: str) -> None:
    result = invoke("completion", shell)
    assert result.exit_code == 0
    command = vendor.contract.catalogue.distribution
    assert f"_{command.replace('-', '_').upper()}_COMPLETE={shell}_complete" in result.output
    assert command in result.output


def test_nothing_but_a_terminal_gets_colours(vendor: Vendor, invoke: Invoke) -> None:
    event = next(iter(vendor.contract.events))
    for arguments in (["list"], ["show", event]):
        assert "\x1b" not in invoke(*arguments).output
