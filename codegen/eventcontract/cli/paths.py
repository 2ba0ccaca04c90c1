"""The arguments of commands that read archives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from eventcontract.cli.exits import CannotRun
from eventcontract.printing import printable

if TYPE_CHECKING:
    from eventcontract.audit.sources import Source

# Names of skipped files that a line shows.
_SKIPPED = 5


def found_sources(paths: tuple[str, ...]) -> list[Source]:
    """What is to be read. What is skipped is listed on standard error."""
    from eventcontract.audit.sources import Unreadable, sources

    found: dict[str, Source] = {}
    skipped: dict[str, list[str]] = {}
    try:
        for source in sources(paths):
            if source.skipped:
                skipped.setdefault(source.skipped, []).append(printable(source.name))
            else:
                found[source.name] = source
    except Unreadable as error:
        raise CannotRun(printable(str(error))) from error
    except ImportError as error:
        # Modules for the kinds of URLs are asked for by fsspec itself, in a sentence.
        hint = "install the extra 'archive'" if str(error.name).startswith("fsspec") else str(error)
        raise CannotRun(f"this URL needs a module that is not installed: {printable(hint)}") from error
    for reason, names in skipped.items():
        shown = ", ".join(names[:_SKIPPED]) + (f" and {len(names) - _SKIPPED:,} more" if len(names) > _SKIPPED else "")
        click.echo(f"skipped ({reason}): {shown}", err=True)
    return list(found.values())
