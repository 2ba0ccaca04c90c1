"""The installed distribution, and the extras of it that commands need. Standard library only: click can be missing."""

from __future__ import annotations

from collections.abc import Sequence

# Each command that needs more than ``cli``, and what it needs.
_EXTRAS = {"send": "testing", "keys": "testing", "probe": "probe", "land": "archive"}


def distribution() -> str:
    """The distribution that this engine was installed with; its own name, if it was not installed."""
    from importlib.metadata import entry_points

    found = [script.dist for script in entry_points(group="console_scripts", name="eventcontract")]
    return found[0].name if found and found[0] is not None else "eventcontract"


def install_command(distribution: str, arguments: Sequence[str]) -> str:
    """The command after which the command line ``arguments`` finds all that it needs."""
    extras = {"cli"}
    for argument in arguments:
        if argument in _EXTRAS:
            extras.add(_EXTRAS[argument])
            break
    if "send" in arguments and any("sqs://" in argument for argument in arguments):
        extras.add("sqs")
    return pip_install(distribution, *sorted(extras))


def not_installed(error: ModuleNotFoundError, command: str) -> str:
    """What is missing, and the ``command`` that installs it. Raises ``error`` for a module of ours: no extra has it."""
    if not error.name or error.name.startswith("eventcontract"):
        raise error
    return f"{error.name} is not installed; run: {command}"


def pip_install(distribution: str, *extras: str) -> str:
    """The command that installs ``distribution`` with ``extras``."""
    return f"pip install '{distribution}[{','.join(extras)}]'"
