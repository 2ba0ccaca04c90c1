"""Printing on a terminal: the console, and the styles of levels. Imports rich."""

from __future__ import annotations

import sys

from rich.console import Console

from eventcontract.runtime.rules import Level

STYLES: dict[Level, str] = {"error": "bold red", "warning": "yellow", "info": "cyan"}

# Columns below which the tables of fields are no longer tables.
_NARROWEST = 60


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """How commands end when nobody reads their output is not for the library to say."""
        raise BrokenPipeError


def console() -> Console:
    """Standard output: colours on a terminal only, none where NO_COLOR is set.

    A terminal narrower than the tables need breaks their lines itself; nothing is cut off.
    """
    if hasattr(sys.stdout, "reconfigure"):  # a letter that the terminal does not have is replaced, not an error
        sys.stdout.reconfigure(errors="replace")
    out = _Console(highlight=False, markup=False, emoji=False, soft_wrap=False)
    out.width = max(out.width, _NARROWEST)
    return out
