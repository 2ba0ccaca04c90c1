"""How commands end: their exit statuses, and one line instead of a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from eventcontract.cli.context import CommandContext


#: The status of a command that was interrupted by Ctrl-C, as shells have it.
INTERRUPTED = 130


class CannotRun(click.ClickException):
    """Nothing could be done: one line says why."""

    exit_code = 2


@contextmanager
def expected_errors(context: CommandContext, extra: str = "testing") -> Iterator[None]:
    """Turn what is not installed, wrong or out of reach into one line."""
    try:
        from eventcontract.testing.vendor.receivers import Unreachable
    except ModuleNotFoundError as error:
        raise _not_installed(context, error, extra) from None
    try:
        yield
    except ModuleNotFoundError as error:
        raise _not_installed(context, error, extra) from None
    except (ValueError, Unreachable) as error:
        raise CannotRun(str(error)) from None
    except OSError as error:
        raise CannotRun(f"{error.filename or ''}: {error.strerror or error}".removeprefix(": ")) from None


def _not_installed(context: CommandContext, error: ModuleNotFoundError, extra: str) -> CannotRun:
    return CannotRun(f"{error.name} is not installed; run: pip install '{context.distribution}[{extra}]'")
