"""The command lines of the engine: arguments and presentation only."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn, TextIO

from eventcontract.cli.extras import distribution, install_command, not_installed, pip_install
from eventcontract.printing import printable

if TYPE_CHECKING:
    from eventcontract.runtime import Package

#: The statuses after Ctrl-C and after SIGTERM, as shells have them: 128 + the number of the signal.
INTERRUPTED = 130
TERMINATED = 143


def run() -> None:
    """The entry point of ``eventcontract``: its commands, or what to install for them."""
    try:
        from eventcontract.cli.maintainer import main
    except ModuleNotFoundError as error:
        extras = ("codegen", "docs") if "docs" in sys.argv else ("codegen",)
        _not_installed(error, pip_install(distribution(), *extras))
    _finish(main)


def run_package(package: Package, *, title: str, version: str, distribution: str) -> None:
    """The entry point of a generated package: its commands, or what to install for them.

    ``title`` and ``version`` are those of the contract, ``distribution`` is what its users install.
    """
    try:
        import rich  # noqa: F401  (costs nothing until one of its modules is used)

        from eventcontract.cli.context import CommandContext
        from eventcontract.cli.package import main
    except ModuleNotFoundError as error:
        _not_installed(error, install_command(distribution, sys.argv[1:]))
    _finish(lambda: main(obj=CommandContext(title, version, package.events, package, distribution)))


def _finish(command: Callable[[], object]) -> None:
    """Run ``command``; what the system refuses (there is no space on the device) is one line, not a traceback.

    A command that is told to terminate ends as one that is interrupted, but with status 143.
    """
    terminated = _interrupt_when_terminated()
    try:
        try:
            command()
        except (KeyboardInterrupt, SystemExit) as error:
            if isinstance(error, KeyboardInterrupt) or (terminated and error.code == INTERRUPTED):
                sys.exit(TERMINATED if terminated else INTERRUPTED)
            raise
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except OSError as error:
        _discard(sys.stdout)
        if isinstance(error, BrokenPipeError):
            from eventcontract.cli.exits import CLOSED_PIPE

            _discard(sys.stderr)
            sys.exit(CLOSED_PIPE)
        where = f"{error.filename}: " if error.filename else ""
        with suppress(OSError):
            sys.stderr.write(printable(f"Error: {where}{error.strerror or error}") + "\n")
        sys.exit(2)


def _interrupt_when_terminated() -> list[int]:
    """Treat SIGTERM as Ctrl-C from now on; the list has the signal once it has arrived."""
    arrived: list[int] = []
    process = os.getpid()

    def interrupt(number: int, _: object) -> None:
        if os.getpid() != process:  # a worker: its process ends it this way
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        arrived.append(number)
        raise KeyboardInterrupt

    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, interrupt)
    return arrived


def _discard(stream: TextIO | None) -> None:
    """Drop what ``stream`` still holds: writing it at exit would fail as well, and change the exit status."""
    null = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(null, stream.fileno())  # type: ignore[union-attr]


def _not_installed(error: ModuleNotFoundError, command: str) -> NoReturn:
    sys.stderr.write(f"Error: {not_installed(error, command)}\n")
    sys.exit(2)
