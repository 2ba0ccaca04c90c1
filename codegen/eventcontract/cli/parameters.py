"""Arguments and options that several commands of a package have."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from eventcontract.cli.context import help_context

if TYPE_CHECKING:
    _TextType = click.ParamType[str]
else:  # older releases of click know no parameter here
    _TextType = click.ParamType


class EventName(_TextType):
    """The name of an event of the contract."""

    name = "event"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        assert ctx is not None
        events = help_context(ctx).events
        if value in events:
            return str(value)
        # Not at import time: nobody needs it unless something is wrong.
        from eventcontract.suggestions import closest, did_you_mean

        respelled = {class_name.lower(): event for event, class_name in events.items()}
        respelled |= {event.lower(): event for event in events}
        near = dict.fromkeys(respelled[word] for word in closest(value.lower(), respelled))
        hint = did_you_mean(near) or f"; '{ctx.find_root().command_path} list' shows all events"
        return self.fail(f"there is no event {value!r}{hint}", param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(event) for event in complete_event(ctx, param, incomplete)]


def complete_event(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The events whose names begin with ``incomplete``, for the shell."""
    return [event for event in help_context(ctx).events if event.startswith(incomplete)]


class Size(_TextType):
    """A number of bytes, such as ``16MiB`` or ``500k``; units are powers of 1024."""

    name = "size"
    _form = re.compile(r"([0-9]{1,12})\s*([kmg]?)(?:i?b)?", re.IGNORECASE)
    _units = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, int):
            return value
        found = self._form.fullmatch(value.strip())
        if found is None or not int(found[1]):
            return self.fail(f"{value!r} is not a size such as 64MiB", param, ctx)
        return int(found[1]) * self._units[found[2].lower()]


max_size_option = click.option(
    "--max-size",
    metavar="SIZE",
    type=Size(),
    default="16MiB",
    show_default=True,
    help="The limit for the size of one delivery.",
)

column_option = click.option("--column", metavar="NAME", help="The column of Parquet files that holds the deliveries.")

event_argument = click.argument("event", type=EventName())

keys_option = click.option(
    "--keys",
    "keys",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File with the signing key, created if missing; by default, one per user.",
)

timeout_option = click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(0, min_open=True),
    default=10.0,
    show_default=True,
    help="How long to wait for a response.",
)
