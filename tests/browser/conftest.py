"""A browser, and pages that tell what they asked for and what went wrong."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from eventcontract.model import Contract, load

# No network at all, even for what the browser itself would like to look up.
ARGUMENTS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
ROOT = Path(os.environ["SITES"])
SITES = sorted(path.name for path in ROOT.iterdir())
# What takes long, and would not be different on a larger site, is done on this one.
SMALLEST = min(SITES, key=lambda name: (ROOT / name / "contract.json").stat().st_size)


@dataclass
class Site:
    """A built site on the disk."""

    directory: Path
    contract: Contract = field(init=False)

    def __post_init__(self) -> None:
        self.contract = load((self.directory / "contract.json").read_bytes())

    @property
    def pages(self) -> list[str]:
        """The paths of all pages, those of the reference last."""
        found = [file.relative_to(self.directory).as_posix() for file in self.directory.rglob("*.html")]
        return sorted(found, key=lambda path: (path.startswith("reference/"), path))

    @property
    def samples(self) -> list[str]:
        """A page of every kind: of those of which there are many, the largest; of the events the smallest too."""
        kinds: dict[str, list[str]] = {}
        for path in sorted(self.pages, key=lambda path: (self.directory / path).stat().st_size):
            kinds.setdefault(path.rpartition("/")[0], []).append(path)
        del kinds["reference"]
        several = [path for folder, paths in kinds.items() if folder for path in paths[-1:]]
        return sorted({*kinds[""], *several, kinds["events"][0], "events/index.html"})


@dataclass
class Tab:
    """A page of the browser, with what it asked for and what it complained of."""

    page: Page
    site: Site
    base: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to the page ``path`` of the site."""
        self.page.goto(f"{self.base}/{path}")
        return self.page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this run."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=os.environ["BROWSER"], args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session", params=SITES)
def site(request: pytest.FixtureRequest) -> Site:
    """Each site in turn."""
    return Site(ROOT / request.param)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has the sites below a path of two steps."""
    root = tmp_path_factory.mktemp("server")
    (root / "some").mkdir()
    (root / "some" / "path").symlink_to(ROOT)
    handler = partial(_Slow, directory=str(root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/some/path"
        server.shutdown()
        thread.join()


class _Slow(SimpleHTTPRequestHandler):
    """Serves pages bit by bit, as over a slow line: what moves while a page loads is seen to move."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        while piece := source.read(8_000):
            outputfile.write(piece)
            outputfile.flush()
            if self.path.endswith(".html"):
                time.sleep(0.03)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Tabs:
    """Opens tabs, each in a context of its own."""

    def __init__(self, browser: Browser, site: Site, address: str) -> None:
        self._browser = browser
        self._site = site
        self._address = address
        self.contexts: list[BrowserContext] = []

    def __call__(self, *, served: bool = False, width: int = 1280, **options: Any) -> Tab:
        """A tab over the files themselves, or with ``served`` over the server."""
        context = self._browser.new_context(viewport={"width": width, "height": 900}, **options)
        self.contexts.append(context)
        base = f"{self._address}/{self._site.directory.name}" if served else self._site.directory.as_uri()
        tab = Tab(context.new_page(), self._site, base)
        tab.page.on("request", lambda request: tab.requests.append(request.url))
        tab.page.on("requestfailed", partial(_failure, tab))
        tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.page.on("console", partial(_complaint, tab))
        return tab


def _failure(tab: Tab, request: Request) -> None:
    # Whoever leaves a page does not wait for its icon.
    if request.failure != "net::ERR_ABORTED":
        tab.complaints.append(f"failed: {request.url}: {request.failure}")


def _complaint(tab: Tab, message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        tab.complaints.append(f"{message.type}: {message.text}")


@pytest.fixture
def tabs(browser: Browser, site: Site, address: str) -> Iterator[Tabs]:
    """Tabs, which are closed when the test ends."""
    opened = Tabs(browser, site, address)
    yield opened
    for context in opened.contexts:
        context.close()
