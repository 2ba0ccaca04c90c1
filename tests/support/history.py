"""The contracts of earlier commits of this repository."""

from __future__ import annotations

import subprocess
from functools import cache

from eventcontract.model import Contract, load
from tests.vendors import ROOT

DOCUMENT = "generated/canvas_live_events/contract.json"
#: The first commit that has the document.
FIRST = "f12472f"


def git(*arguments: str) -> str:
    """What git prints; ``CalledProcessError`` if it fails."""
    return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=True).stdout


@cache
def commits() -> tuple[str, ...]:
    """The commits that changed the document, oldest first: seven hexadecimal digits each."""
    return tuple(git("log", "--reverse", "--abbrev=7", "--format=%h", "HEAD", "--", DOCUMENT).split())


@cache
def contract_at(commit: str) -> Contract:
    """The contract of one commit."""
    return load(git("show", f"{commit}:{DOCUMENT}"))
