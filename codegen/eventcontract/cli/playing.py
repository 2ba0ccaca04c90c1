"""What the commands that play the vendor share: keys, and how they fail."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.progress import Progress

    from eventcontract.cli.context import Bound
    from eventcontract.testing.suite import Suite
    from eventcontract.testing.vendor.keyfile import KeyFile

_F = TypeVar("_F", bound=Callable[..., Any])


class Unusable(click.ClickException):
    """Nothing could be tried: one line says why."""

    exit_code = 2


def keys_option(function: _F) -> _F:
    """The option ``--keys``."""
    return click.option(
        "--keys",
        "keys",
        type=click.Path(dir_okay=False, path_type=Path),
        help="File with the signing key, made on first use; by default one for all commands of this user.",
    )(function)


def complete_event(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The events that begin so, for the shell."""
    bound: Bound = ctx.find_root().obj
    return [event for event in bound.package.events if event.startswith(incomplete)]


@contextmanager
def usable(bound: Bound, extra: str = "testing") -> Iterator[None]:
    """Say in one line what is not installed, wrong or out of reach."""
    try:
        from eventcontract.testing.vendor.receivers import Unreachable
    except ModuleNotFoundError as error:
        raise _missing(bound, error, extra) from None
    try:
        yield
    except ModuleNotFoundError as error:
        raise _missing(bound, error, extra) from None
    except (ValueError, Unreachable) as error:
        raise Unusable(str(error)) from None
    except OSError as error:
        raise Unusable(f"{error.filename or ''}: {error.strerror or error}".removeprefix(": ")) from None


def _missing(bound: Bound, error: ModuleNotFoundError, extra: str) -> Unusable:
    return Unusable(f"there is no {error.name} here: install '{bound.contract.catalogue.distribution}[{extra}]'")


def suite_of(bound: Bound) -> Suite:
    """The contract tests of the package."""
    from eventcontract.testing.suite import Suite

    return Suite(bound.package, distribution=bound.contract.catalogue.distribution)


def key_file(bound: Bound, path: Path | None) -> KeyFile:
    """The key that deliveries are signed with; ``ValueError`` if the contract signs nothing."""
    from eventcontract.testing.vendor.keyfile import KeyFile

    signing, distribution = bound.contract.signing, bound.contract.catalogue.distribution
    if signing is None:
        raise ValueError(f"{bound.contract.catalogue.vendor} does not sign what it sends")
    return KeyFile(path or Path(click.get_app_dir(distribution), "test-key.json"), signing)


class Bar:
    """A progress bar on standard error for ``total`` steps, if that is a terminal; nothing otherwise."""

    def __init__(self, total: int) -> None:
        self._progress: Progress | None = None
        if not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
        self._progress = Progress(
            *columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False
        )
        self._task = self._progress.add_task("", total=total)

    def __enter__(self) -> Bar:
        if self._progress is not None:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def show(self, text: str, steps: int = 0) -> None:
        """So many more steps are done, and this is going on."""
        if self._progress is not None:
            self._progress.update(self._task, advance=steps, description=text)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Make room for other output, as long as it is."""
        self.__exit__()
        try:
            yield
        finally:
            self.__enter__()
