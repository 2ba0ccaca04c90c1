"""The commands of a generated package: what its events look like, and whether deliveries agree."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click
from click.shell_completion import CompletionItem, get_completion_class

from eventcontract.cli.commands import probe, send
from eventcontract.cli.context import Bound

if TYPE_CHECKING:
    from eventcontract.audit.checking import Checked

    _TextType = click.ParamType[str]
else:  # older releases of click know no parameter here
    _TextType = click.ParamType


_pass_bound = click.make_pass_decorator(Bound)


class _Taught(click.Command):
    """A command whose epilog shows examples with a real event; ``{command}`` and ``{event}`` stand for them."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if not self.epilog:
            return
        command, event = ctx.find_root().command_path, next(iter(ctx.ensure_object(Bound).package.events))
        with formatter.section("Examples"):
            for line in self.epilog.format(command=command, event=event).strip().splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}{line.strip()}\n")


class _TaughtGroup(_Taught, click.Group):
    command_class = _Taught

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)  # in the order in which one meets them

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        bound = ctx.ensure_object(Bound)
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(f"{bound.title} {bound.version}: {len(bound.package.events)} events.")
        super().format_help_text(ctx, formatter)


class _EventName(_TextType):
    """The name of an event of the contract."""

    name = "event"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        assert ctx is not None
        events = ctx.ensure_object(Bound).package.events
        if value in events:
            return str(value)
        import difflib

        spelt = {class_name.lower(): event for event, class_name in events.items()}
        spelt |= {event.lower(): event for event in events}
        close = difflib.get_close_matches(value.lower(), spelt, cutoff=0.7)
        near = dict.fromkeys(spelt[each] for each in close)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"'{ctx.find_root().command_path} list' shows all."
        return self.fail(f"there is no event {value!r}. {hint}", param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        events = ctx.ensure_object(Bound).package.events
        return [CompletionItem(event) for event in events if event.startswith(incomplete)]


def _complete_example(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    bound = ctx.ensure_object(Bound)
    event = bound.contract.events.get(ctx.params.get("event", ""))
    return [each.name for each in event.examples if each.name.startswith(incomplete)] if event else []


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001
    if value and not ctx.resilient_parsing:
        bound = ctx.ensure_object(Bound)
        click.echo(f"{bound.title} {bound.version}")
        ctx.exit()


_event = click.argument("event", type=_EventName())


@click.group(
    cls=_TaughtGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""
        {command} list
        {command} show {event}
        {command} example {event} | {command} check -
        {command} check archive/*.jsonl.gz  # is what came as documented?
        eval "$({command} completion bash)"  # complete names
    """,
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def main() -> None:
    """Look events up, and check deliveries against their contract.

    Exit status: 0 clean, 1 findings, 2 usage.
    """


@main.command("list", epilog="{command} list")
@_pass_bound
def list_(bound: Bound) -> None:
    """List the events by category.

    Each comes with its definition. Events that the documentation does not mention are marked with
    where they are known from: [emitter], the vendor's source code, or [example], a payload.
    """
    from eventcontract.cli import terminal as display

    display.print_events(display.console(), bound.contract, bound.version)


@main.command(epilog="{command} show {event}")
@_event
@click.pass_context
def show(ctx: click.Context, event: str) -> None:
    """Show all there is to know of an event.

    Its definition, trigger and fields, the errata of the documentation that touch it, and an example.
    """
    from eventcontract.cli import terminal as display

    contract = ctx.ensure_object(Bound).contract
    display.print_event(display.console(), contract, contract.events[event], ctx.find_root().command_path)


@main.command(
    epilog="""
        {command} example {event}
        {command} example {event} > event.json
    """
)
@_event
@click.argument("name", required=False, shell_complete=_complete_example)
@_pass_bound
def example(bound: Bound, event: str, name: str | None) -> None:
    """Print an example of an event.

    It is printed byte for byte. NAME chooses one where there are several; the first is the one that 'show' shows.
    """
    texts = {each.name: each.text for each in bound.contract.events[event].examples}
    chosen = name or next(iter(texts), "")
    if chosen not in texts:
        raise click.BadParameter(f"{event} has no example {chosen!r}; it has: {', '.join(texts) or 'none'}.")
    click.echo(texts[chosen].encode(), nl=False)


@main.command(
    epilog="""
        {command} schema {event}
        {command} schema --documented {event} > strict.json
    """
)
@_event
@click.option("--documented", is_flag=True, help="The strict schema: what is documented, and nothing more.")
@_pass_bound
def schema(bound: Bound, event: str, documented: bool) -> None:
    """Print the JSON Schema of an event.

    JSON Schema 2020-12, for readers: open to new fields and values. It is what 'check' finds errors by.
    """
    folder = ("schemas", "documented") if documented else ("schemas",)
    click.echo(bound.file(*folder, f"{event}.json").read_bytes(), nl=False)


@main.command(
    epilog="""
        {command} check delivery.json
        {command} check archive/*.jsonl.gz
        zcat archive.gz | {command} check -
        {command} check --json archive.jsonl | jq -r .rule | sort | uniq -c
    """
)
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True),
)
@click.option("--json", "as_json", is_flag=True, help="Print each finding as a JSON object on a line of its own.")
@click.option("--show-values", is_flag=True, help="Show values of the deliveries; they may be personal data.")
@_pass_bound
def check(bound: Bound, files: tuple[str, ...], as_json: bool, show_values: bool) -> None:
    """Check deliveries against the contract.

    FILE holds deliveries in any envelope of the contract, as JSON, JSON Lines, concatenated JSON,
    an array of objects, or a batch; '-' is standard input. Files compressed by gzip are read as
    they are. What is no JSON is reported and skipped, up to the next line that begins with '{'.

    Errors are what a reader refuses, warnings what is readable but not as documented, infos what is
    worth knowing. Each comes with the line and the byte where the delivery begins.

    Exit status: 0 if there are no errors and no warnings, 1 if there are, 2 for wrong usage.
    """
    from eventcontract.audit.checking import Tally, check_stream

    tally, progress = Tally(), _Progress(files)
    for file in files:
        with _open(file) as stream:
            for checked in _guarded(file, check_stream(bound.package, stream, show_values=show_values)):
                tally.add(file, checked)
                progress.step(file, stream, tally.deliveries.total())
                if as_json and checked.findings:
                    progress.clear()
                    for finding in checked.to_dicts(file):
                        click.echo(json.dumps(finding))
        progress.done(file)
    numbers = [(len(files), "file", "files"), (tally.deliveries.total(), "delivery", "deliveries")]
    numbers += [(tally.levels[level], level, f"{level}s") for level in ("error", "warning", "info")]
    total = ", ".join(f"{number:,} {one if number == 1 else many}" for number, one, many in numbers)
    if as_json:
        click.echo(total, err=True)
    else:
        from eventcontract.cli import terminal as display

        display.print_report(display.console(), tally, total)
    sys.exit(1 if tally.flawed else 0)


def _guarded(file: str, deliveries: Iterator[Checked]) -> Iterator[Checked]:
    try:
        yield from deliveries
    except OSError as error:
        raise _Unreadable(f"{file}: {error.strerror or error}") from error


class _Unreadable(click.ClickException):
    exit_code = 2


def _open(file: str) -> AbstractContextManager[BinaryIO]:
    if file == "-":
        if sys.stdin is None:
            raise _Unreadable("standard input is closed")
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise _Unreadable(f"{file}: {error.strerror}") from error


def _size(file: str) -> int:
    return 0 if file == "-" else Path(file).stat().st_size


class _Progress:
    """One line on standard error that says how far the work is; none if that is no terminal."""

    def __init__(self, files: tuple[str, ...]) -> None:
        self._size = 0 if "-" in files else sum(_size(file) for file in files)
        self._before = 0
        self._terminal = sys.stderr.isatty()
        # What is over at once needs none.
        self._next = time.monotonic() + 0.5
        self._shown = 0

    def step(self, file: str, stream: BinaryIO, deliveries: int) -> None:
        """One more delivery, read from ``stream``."""
        if not self._terminal or (now := time.monotonic()) < self._next:
            return
        self._next = now + 0.1
        # A pipe has no size, and cannot tell where it is.
        known = self._size and stream.seekable()
        done = f" {100 * (self._before + stream.tell()) // self._size}%," if known else ""
        text = f"checking{done} {deliveries:,} deliveries, {file}"[: shutil.get_terminal_size().columns - 1]
        sys.stderr.write("\r" + text.ljust(self._shown))
        sys.stderr.flush()
        self._shown = len(text)

    def clear(self) -> None:
        """Make room for other output."""
        if self._shown:
            sys.stderr.write("\r" + " " * self._shown + "\r")
            sys.stderr.flush()
            self._shown = 0

    def done(self, file: str) -> None:
        """One file is over."""
        self.clear()
        self._before += _size(file)


@main.command(epilog='eval "$({command} completion bash)"')
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print what makes a shell complete names.

    The shell then completes commands, options, events and files. The example goes into the start-up
    file of bash; that of zsh is alike, that of fish is 'COMMAND completion fish | source'.
    """
    command = ctx.find_root().command_path
    if not command.replace("-", "").replace("_", "").isalnum():
        raise click.UsageError(f"a shell completes commands; {command!r} is none. Use the installed command.")
    found = get_completion_class(shell)
    assert found is not None
    variable = f"_{command}_COMPLETE".replace("-", "_").upper()
    click.echo(found(main, {}, command, variable).source())


for _command, _examples in (
    (probe.probe, probe.EXAMPLES),
    (send.send, send.SEND_EXAMPLES),
    (send.keys, send.KEYS_EXAMPLES),
):
    main.command(epilog=_examples)(_command)
