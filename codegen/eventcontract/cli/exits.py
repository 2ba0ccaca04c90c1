"""How commands end: their exit statuses, and one line instead of a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit

from eventcontract.cli import INTERRUPTED
from eventcontract.cli.extras import install_command, not_installed
from eventcontract.printing import printable

if TYPE_CHECKING:
    from eventcontract.cli.context import CommandContext

#: The status when nobody reads the output any more: 128 + SIGPIPE, as for the other commands of a pipeline.
#: It is not 0, because what was not read has not been checked, and not 1, which means problems.
CLOSED_PIPE = 141


class CannotRun(click.ClickException):
    """Nothing could be done: one line says why."""

    exit_code = 2


class Program(click.Group):
    """Commands that end quietly when they are interrupted and when nobody reads their output any more."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with _quietly():  # help is printed here
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        with _quietly():
            return super().invoke(ctx)


@contextmanager
def _quietly() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
        raise Exit(INTERRUPTED) from None
    except BrokenPipeError:
        raise Exit(CLOSED_PIPE) from None
    except click.ClickException as error:
        # Arguments and names of files are in messages, click's own too.
        error.message = "\n".join(map(printable, error.message.split("\n")))  # type: ignore[misc]
        raise


@contextmanager
def expected_errors(context: CommandContext) -> Iterator[None]:
    """Turn what is not installed, wrong or out of reach into one line."""
    try:
        from eventcontract.testing.vendor.receivers import Unreachable
    except ModuleNotFoundError as error:
        raise _not_installed(context, error) from None
    try:
        yield
    except ModuleNotFoundError as error:
        raise _not_installed(context, error) from None
    except (ValueError, Unreachable) as error:
        raise CannotRun(str(error)) from None
    except BrokenPipeError:  # nobody reads the output: the network's own errors arrive as answers
        raise
    except OSError as error:
        raise CannotRun(f"{error.filename or ''}: {error.strerror or error}".removeprefix(": ")) from None


def _not_installed(context: CommandContext, error: ModuleNotFoundError) -> CannotRun:
    running = click.get_current_context()
    arguments = [str(running.info_name), *map(str, running.params.values())]
    return CannotRun(not_installed(error, install_command(context.distribution, arguments)))
