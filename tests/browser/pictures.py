"""Takes the pictures of the README: a page of the site, and the command at work on a terminal."""

from __future__ import annotations

import copy
import io
import json
import os
import subprocess
import sys
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from tests.browser.conftest import ARGUMENTS, ROOT

PICTURES = Path(__file__).parents[2] / ".github" / "images"
PAGE = "events/course_completed.html"
COLUMNS = 92
# Rich's own form of an SVG loads a font from elsewhere.
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" class="rich-terminal" viewBox="0 0 {terminal_width} {terminal_height}">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
<rect width="{terminal_width}" height="{terminal_height}" rx="8" fill="#0c0c0c"/>
<g transform="translate(9, 9)" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def main() -> None:
    """Write both pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "docs.png").write_bytes(page())
    (PICTURES / "terminal.svg").write_text(terminal(), encoding="utf-8")


def page() -> bytes:
    """A page of the site, as PNG with a palette."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["BROWSER"], args=ARGUMENTS)
        tab = browser.new_page(viewport={"width": 1400, "height": 900})
        tab.goto((ROOT / "first" / PAGE).as_uri())
        shot = tab.screenshot()
        browser.close()
    small = io.BytesIO()
    Image.open(io.BytesIO(shot)).convert("RGB").quantize(64, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def deliveries() -> list[Any]:
    """An event as documented, and what can be wrong with it."""
    examples = resources.files("canvas_live_events") / "examples"
    event = json.loads((examples / "course_completed" / "documented.json").read_bytes())
    bad, new, unknown = copy.deepcopy(event), copy.deepcopy(event), copy.deepcopy(event)
    bad["body"]["progress"]["requirement_count"] = "six"
    new["body"]["user"]["nickname"] = "Ike"
    unknown["metadata"]["event_name"] = "course_archived"
    return [event, bad, new, unknown]


def terminal() -> str:
    """What ``canvas-live-events check`` prints of them, as SVG."""
    command = ["canvas-live-events", "check", "archive.jsonl"]
    with tempfile.TemporaryDirectory() as folder:
        lines = [json.dumps(each) + "\n" for each in deliveries()]
        Path(folder, "archive.jsonl").write_text("".join(lines), encoding="utf-8")
        environment = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": str(COLUMNS)}
        done = subprocess.run(
            [sys.executable, "-m", "canvas_live_events", *command[1:]],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1, done.stderr
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), highlight=False)
    console.print(Text(f"$ {' '.join(command)}", "bold"))
    console.print(Text.from_ansi(done.stdout))
    return console.export_svg(theme=MONOKAI, code_format=SVG, unique_id="terminal")


if __name__ == "__main__":
    main()
