"""The site says what changed in which release, by the tags of the repository that holds the spec."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from copy import copy as copy_of
from datetime import datetime
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from eventcontract.cli.maintainer import main
from eventcontract.model import dump
from eventcontract.source import load_spec
from tests.vendors import SPECS

ATOM = "{http://www.w3.org/2005/Atom}"
# What each version has instead of the one before: (file, before, after).
EDITS = {
    "3.3.0": [
        (
            "events/parcel.yaml",
            "        nullable: false\n        description: What is in it.",
            "        description: What is in it.",
        )
    ],
    "3.4.0": [
        (
            "events/depot.yaml",
            "{type: ratio, nullable: false, sensitive: true,",
            "{type: ratio, nullable: false, sensitive: false, reason: Anybody can see it.,",
        )
    ],
}


class Repository:
    """A Git repository with the spec of a vendor and the contract that was rendered from it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.spec = Path(shutil.copytree(SPECS["parcel"], path / "spec"))
        self.git("init", "-q")

    def git(self, *arguments: str, when: str = "2031-01-01T00:00:00Z") -> None:
        """Run Git as nobody in particular."""
        about = {"NAME": "A", "EMAIL": "a@parcel.example", "DATE": when}
        identity = {f"GIT_{who}_{word}": value for who in ("AUTHOR", "COMMITTER") for word, value in about.items()}
        command = ["git", "-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false", *arguments]
        subprocess.run(command, cwd=self.path, check=True, env={**os.environ, **identity}, capture_output=True)

    def write(self, version: str) -> None:
        """Give the spec this version, with what that changes."""
        for file, before, after in EDITS.get(version, ()):
            text = (self.spec / file).read_text(encoding="utf-8")
            assert text.count(before) == 1
            (self.spec / file).write_text(text.replace(before, after), encoding="utf-8")
        catalogue = self.spec / "catalogue.yaml"
        text = re.sub(r"(?m)^( *version:) [0-9.]+$", rf"\1 {version}", catalogue.read_text(encoding="utf-8"))
        catalogue.write_text(text, encoding="utf-8")
        (self.path / "package").mkdir(exist_ok=True)
        (self.path / "package" / "contract.json").write_text(dump(load_spec(self.spec)), encoding="utf-8")

    def release(self, version: str, when: str) -> None:
        """Commit and tag a version."""
        self.write(version)
        self.git("add", "--all", when=when)
        self.git("commit", "-qm", version, when=when)
        self.git("tag", "-am", version, f"v{version}", when=when)

    def docs(self) -> Result:
        """Build the site."""
        arguments = ["docs", "--spec", str(self.spec), "--into", str(self.path / "site")]
        return CliRunner(env={"GIT_CEILING_DIRECTORIES": str(self.path.parent)}).invoke(main, arguments)

    def page(self, path: str) -> str:
        """The text of a page, without its tags."""
        text = (self.path / "site" / path).read_text(encoding="utf-8")
        return re.sub(r"\s+", " ", unescape(re.sub(r"<wbr>|<[^>]*>", "", text[text.index("<main") :])))


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with three releases and their site; tests that change it take a copy."""
    made = Repository(tmp_path_factory.mktemp("released") / "repository")
    made.release("3.2.1", "2031-01-10T12:00:00+01:00")
    made.release("3.3.0", "2031-02-10T12:00:00Z")
    made.release("3.4.0", "2031-03-10T12:00:00Z")
    done = made.docs()
    assert done.exit_code == 0, done.output
    return made


@pytest.fixture
def repository(released: Repository, tmp_path: Path) -> Repository:
    """A copy of the repository with three releases."""
    copy = copy_of(released)
    copy.path = Path(shutil.copytree(released.path, tmp_path / "repository"))
    copy.spec = copy.path / "spec"
    return copy


def test_the_page_says_what_changed_in_each_version(released: Repository) -> None:
    text = released.page("what-changed.html")
    assert "not released yet" not in text
    newest, middle, oldest = (text.index(f"{each} 2031") for each in ("3.4.0", "3.3.0", "3.2.1"))
    assert newest < middle < oldest
    assert "depot.counted /data/fill: its value is shown in messages" in text[newest:middle]
    assert "/data/items: it was always sent with a value, and may be missing" in text[middle:oldest]
    assert "/data/items" not in text[newest:middle]
    assert "The first release." in text[oldest:]


def test_the_page_of_an_event_says_what_changed_in_it(released: Repository) -> None:
    depot = released.page("events/depot.counted.html")
    assert "3.4.0: /data/fill: its value is shown in messages" in depot
    assert "/data/items" not in depot
    assert "3.3.0: /data/items: it was always sent with a value, and may be missing" in released.page(
        "events/parcel.sent.html"
    )
    assert "What changed Nothing since 3.2.1." in released.page("events/depot.closed.html")


def test_what_has_not_been_released_is_called_so(repository: Repository) -> None:
    repository.write("4.0.0")
    assert repository.docs().exit_code == 0
    assert "4.0.0 not released yet The contract did not change." in repository.page("what-changed.html")
    feed = ElementTree.parse(repository.path / "site" / "what-changed.atom")
    assert "4.0.0" not in ElementTree.tostring(feed.getroot(), encoding="unicode")


def test_the_feed_is_atom(released: Repository) -> None:
    site = released.path / "site"
    feed = ElementTree.parse(site / "what-changed.atom").getroot()
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}title") for each in entries] == [
        f"Parcel Post Events {version}" for version in ("3.4.0", "3.3.0", "3.2.1")
    ]
    # RFC 4287, 4.1.1 and 4.1.2: exactly one of each; an author of the feed is that of its entries.
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert re.match(r"(https?://|urn:)\S+$", element.findtext(f"{ATOM}id") or "")
        moment = element.findtext(f"{ATOM}updated") or ""
        assert datetime.fromisoformat(moment).tzinfo is not None
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    identifiers = [each.findtext(f"{ATOM}id") for each in (feed, *entries)]
    assert len({*identifiers}) == 4
    assert [each.findtext(f"{ATOM}updated") for each in (feed, *entries)] == [
        "2031-03-10T12:00:00Z",
        "2031-03-10T12:00:00Z",
        "2031-02-10T12:00:00Z",
        "2031-01-10T11:00:00Z",
    ]
    for element in (feed, *entries):
        links = {each.get("rel"): each.get("href") or "" for each in element.findall(f"{ATOM}link")}
        # Relative to the feed, wherever the site is published.
        file, _, anchor = links["alternate"].partition("#")
        assert f'id="{anchor}"' in (site / file).read_text(encoding="utf-8") or not anchor
    assert "/data/items" in (entries[1].findtext(f"{ATOM}content") or "")
    for page in ("index.html", "events/depot.counted.html"):
        assert 'type="application/atom+xml"' in (site / page).read_text(encoding="utf-8")


def test_the_same_tags_make_the_same_site(repository: Repository) -> None:
    def files() -> dict[str, bytes]:
        site = repository.path / "site"
        return {str(file.relative_to(site)): file.read_bytes() for file in site.rglob("*") if file.is_file()}

    before = files()
    assert repository.docs().exit_code == 0
    assert files() == before


def test_a_release_that_cannot_be_read_is_left_out(repository: Repository) -> None:
    (repository.path / "package" / "contract.json").write_text("{}", encoding="utf-8")
    repository.git("add", "--all")
    repository.git("commit", "-qm", "damaged")
    repository.git("tag", "v3.4.1", when="2031-04-10T12:00:00Z")
    done = repository.docs()
    assert done.exit_code == 0
    assert "v3.4.1 is left out of what changed" in done.output
    assert "3.4.1" not in repository.page("what-changed.html")


@pytest.mark.parametrize("history", ["no repository", "no tag", "no Git"])
def test_without_releases_the_page_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, history: str) -> None:
    made = Repository(tmp_path / "repository")
    if history == "no repository":
        shutil.rmtree(made.path / ".git")
    if history == "no Git":
        made.release("3.2.1", "2031-01-10T12:00:00Z")
        monkeypatch.setenv("PATH", str(tmp_path))
    done = made.docs()
    assert done.exit_code == 0, done.output
    assert "Nothing has been released yet." in made.page("what-changed.html")
    assert "What changed" not in made.page("events/depot.counted.html")
    assert not (made.path / "site" / "what-changed.atom").exists()
