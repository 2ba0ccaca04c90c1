"""Writes a site into a directory: alone, or next to the sites of other versions."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path

from eventcontract import directories
from eventcontract.site.checks import problems

_VERSION = re.compile(r"[0-9]+\.[0-9]+")


def put(files: Mapping[str, bytes], target: Path) -> None:
    """Write ``files`` (path -> content) into the directory ``target``, replacing the site that is there.

    Raises ``NotReplaced`` if the directory holds something that was not written here.
    """
    with directories.replaced(target) as directory:
        for path, content in sorted(files.items()):
            file = directory / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


def put_version(files: Mapping[str, bytes], root: Path, version: str, title: str) -> list[str]:
    """Write the site of ``version`` next to those of other versions; returns the problems of all of them.

    ``root`` gets ``1.2/`` for version 1.2.3, ``latest/``, a copy of the newest version there, and a page
    that redirects to it and lists the others. If the new site has problems, nothing is written. Raises
    ``NotReplaced`` before anything is written if one of these exists and was not written here.
    """
    name = ".".join(version.split(".")[:2])
    # The page above the versions is written below; the links of this one lead to it.
    found = problems({f"{name}/{path}": content for path, content in files.items()} | {"index.html": b"<h1></h1>"})
    if found:
        return found
    versions = sorted(
        {name, *(file.name for file in root.glob("*") if _VERSION.fullmatch(file.name))},
        key=lambda name: [int(digits) for digits in name.split(".")],
        reverse=True,
    )
    newest, latest, page = root / versions[0], root / "latest", root / "index.html"
    for directory in (root / name, newest, latest):
        directories.check(directory)
    if os.path.lexists(page) and not latest.is_dir():
        raise directories.NotReplaced(f"{page}: this command did not write it. Nothing was changed")
    put(files, root / name)
    put({path: (newest / path).read_bytes() for path in directories.check(newest)}, latest)
    items = "".join(f'<li><a href="{name}/index.html">{name}</a></li>\n' for name in versions)
    new = root / ".index.html"
    new.write_text(
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        '<meta http-equiv="refresh" content="0; url=latest/index.html">\n'
        f'<h1>{escape(title)}</h1>\n<p><a href="latest/index.html">The latest version</a></p>\n<ul>\n{items}</ul>\n',
        encoding="utf-8",
    )
    new.replace(page)
    whole = {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}
    return problems(whole)
