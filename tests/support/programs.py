"""Commands of a vendor's package in their own process, as a shell would start them."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.vendors import Vendor

# A shell starts what runs in the background with SIGINT ignored, and the tests may be running there. The other vendor's
# package is on the path of this process alone.
_CODE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path.insert(0, {place!r})
sys.argv[0] = {name!r}
from {package}.__main__ import main
main()
"""


def command_line(vendor: Vendor, *arguments: str) -> list[str]:
    """What runs the vendor's program with ``arguments``, in which Ctrl-C works."""
    catalogue = vendor.contract.catalogue
    place = str(vendor.directory.parent)
    code = _CODE.format(place=place, name=catalogue.distribution, package=catalogue.package)
    return [sys.executable, "-c", code, *arguments]


def run(vendor: Vendor, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the vendor's program to its end."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **options}
    return subprocess.run(command_line(vendor, *arguments), check=False, **options)


def start(vendor: Vendor, *arguments: str, **options: Any) -> subprocess.Popen[str]:
    """Start the vendor's program, with pipes for its output."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **options}
    return subprocess.Popen(command_line(vendor, *arguments), **options)


class OnTerminal:
    """The vendor's program with a terminal of 80 columns for its output."""

    def __init__(self, vendor: Vendor, *arguments: str) -> None:
        self._terminal, inner = pty.openpty()
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
        self.process = subprocess.Popen(
            command_line(vendor, *arguments), stdin=subprocess.DEVNULL, stdout=inner, stderr=inner, env=environment
        )
        os.close(inner)

    def finish(self) -> str:
        """Everything that is shown, to the end of the program."""
        shown = b""
        while True:
            try:
                part = os.read(self._terminal, 1 << 16)
            except OSError:  # how a terminal ends on Linux
                part = b""
            if not part:
                break
            shown += part
        os.close(self._terminal)
        self.process.wait(timeout=20)
        return shown.decode()


@contextmanager
def closed_pipe() -> Iterator[int]:
    """A pipe to write to, which nobody reads any more."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        yield writing
    finally:
        os.close(writing)
