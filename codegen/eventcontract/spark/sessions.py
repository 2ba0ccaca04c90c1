"""Starting Spark for a command."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

_JAVA = 17
_VERSION = re.compile(r'version "(?:1\.)?([0-9]+)')


class NoJava(Exception):
    """Spark cannot be started here. Says what to do."""


def session(master: str, name: str) -> Any:
    """A new session of Spark at ``master``, such as ``local[2]``, ``yarn`` or ``spark://host:7077``.

    ``name`` is what the cluster calls it. Raises ``ModuleNotFoundError`` without pyspark, :class:`NoJava`.
    """
    from pyspark.sql import SparkSession

    require_java()
    if master.startswith("local"):
        # Otherwise, the workers would run what is called python3 here.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName(name)
    # The command has its own progress bar, and says itself what has failed.
    return builder.config("spark.ui.showConsoleProgress", "false").config("spark.log.level", "OFF").getOrCreate()


def require_java() -> None:
    """Raise :class:`NoJava` unless Spark would find a Java that it can use."""
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home, "bin", "java")) if home else shutil.which("java")
    where = f"JAVA_HOME is {home}" if home else "there is no java on the PATH"
    try:
        if program is not None:
            done = subprocess.run([program, "-version"], capture_output=True, text=True, check=True)
            found = _VERSION.search(done.stderr + done.stdout)
            if found is None or int(found[1]) >= _JAVA:
                return
            where = f"{program} is Java {found[1]}"
    except (OSError, subprocess.CalledProcessError):
        pass
    raise NoJava(
        f"Spark needs Java {_JAVA} or newer, but {where}; install it (Debian: openjdk-{_JAVA}-jre-headless), "
        "or set JAVA_HOME"
    )
