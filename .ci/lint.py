"""``python .ci/lint.py [DIRECTORY]``: what no linter looks for in the files of this repository.

Prints ``file:line: problem`` for each problem; exit status 1 if there is one.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

#: The pictures of the README are seen by everybody who opens it.
PICTURE_BYTES = 100_000

# Put together from pieces, or this file would name them.
HOSTS = ["pypi" + ".org", "python" + "hosted.", "registry." + "npmjs", "registry." + "yarnpkg", "debian" + ".org"]
FOLDERS = ["/".join(["", folder, ""]) for folder in ("root", "home", "Users", "work")]
# The path of a URL ends in such folders too; a path of a machine begins with one.
PLACES = re.compile("|".join([*map(re.escape, HOSTS), *(r"(?<![\w.$})-])" + folder + r"\w" for folder in FOLDERS)]))


def files(root: Path) -> list[Path]:
    """The files of the repository; of an unpacked sdist, all that is not a cache."""
    if (root / ".git").exists():
        command = ["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
        return [root / name for name in names if name and (root / name).is_file()]
    hidden = re.compile(r"^(\.(?!ci$)|__pycache__$|node_modules$|dist$)")
    return [
        file
        for file in root.rglob("*")
        if file.is_file() and not any(hidden.match(part) for part in file.relative_to(root).parts)
    ]


def places(root: Path, file: Path) -> Iterator[str]:
    """Directories and registries that only one machine has."""
    for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        found = [match[0] for match in PLACES.finditer(line)] + [str(root)] * (str(root) in line)
        yield from (f"{number}: names a place that only one machine has: {each}" for each in found)


def pictures(root: Path) -> Iterator[str]:
    """Pictures of the README that are too large or load something."""
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.exists() else ""
    for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text):
        content = (root / name).read_bytes()
        if len(content) >= PICTURE_BYTES:
            yield f"{name}:1: {len(content)} bytes, more than {PICTURE_BYTES}"
        if not content.startswith(b"\x89PNG") and re.search(rb"(?:url|src|href)[(=]['\"]?http", content):
            yield f"{name}:1: loads something from the network"


def main(root: Path) -> int:
    checked = files(root)
    found = [f"{file.relative_to(root)}:{problem}" for file in checked for problem in places(root, file)]
    found += pictures(root)
    print(*found, sep="\n", end="\n" if found else "")
    print(f"{len(checked)} files, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
