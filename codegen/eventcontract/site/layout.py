"""Writes a site into a directory: alone, or next to the sites of other versions."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from html import escape
from pathlib import Path

from eventcontract.site.checks import problems

#: A file that every site has.
MARK = "assets/catalogue-index.js"
_VERSION = re.compile(r"[0-9]+\.[0-9]+")


def put(files: Mapping[str, bytes], target: Path) -> None:
    """Write ``files`` (path -> content) into the directory ``target``, replacing the site that is there.

    Raises ``FileExistsError`` if the directory holds something that is not a site.
    """
    if target.exists() and any(target.iterdir()) and not (target / MARK).is_file():
        raise FileExistsError(f"{target} is not empty and does not hold a site; nothing was written")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=target.parent) as name:
        directory = Path(name, "site")
        for path, content in sorted(files.items()):
            file = directory / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        shutil.rmtree(target, ignore_errors=True)
        directory.rename(target)


def put_version(files: Mapping[str, bytes], root: Path, version: str, title: str) -> list[str]:
    """Write the site of ``version`` next to those of other versions; returns the problems of all of them.

    ``root`` gets ``1.2/`` for version 1.2.3, ``latest/``, a copy of the newest version there, and a page
    that redirects to it and lists the others. If the new site has problems, nothing is written.
    """
    name = ".".join(version.split(".")[:2])
    # The page above the versions is written below; the links of this one lead to it.
    found = problems({f"{name}/{path}": content for path, content in files.items()} | {"index.html": b"<h1></h1>"})
    if found:
        return found
    put(files, root / name)
    versions = sorted(
        (file.name for file in root.iterdir() if _VERSION.fullmatch(file.name)),
        key=lambda name: [int(digits) for digits in name.split(".")],
        reverse=True,
    )
    shutil.rmtree(root / "latest", ignore_errors=True)
    shutil.copytree(root / versions[0], root / "latest")
    items = "".join(f'<li><a href="{name}/index.html">{name}</a></li>\n' for name in versions)
    (root / "index.html").write_text(
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        '<meta http-equiv="refresh" content="0; url=latest/index.html">\n'
        f'<h1>{escape(title)}</h1>\n<p><a href="latest/index.html">The latest version</a></p>\n<ul>\n{items}</ul>\n',
        encoding="utf-8",
    )
    whole = {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}
    return problems(whole)
