"""All Python on the pages runs."""

from __future__ import annotations

import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from eventcontract.site import snippets
from tests.support.samples import Bench
from tests.vendors import Vendor

# What needs Spark: ``tests/spark`` runs it.
ELSEWHERE = {"guides/run-on-spark.html"}


def run(code: str, where: str, namespace: dict[str, Any]) -> None:
    exec(compile(code, where, "exec"), namespace)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A directory whose modules can be imported, and are forgotten afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if str(tmp_path) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


def test_every_event_has_a_handler_that_reads_its_examples_and_all_its_cases(
    site: Any, capsys: pytest.CaptureFixture[str], folder: Path, record_property: Callable[[str, object], None]
) -> None:
    vendor: Vendor = site.vendor
    testing = __import__(f"{vendor.contract.catalogue.package}.testing", fromlist=["cases"])
    ran = 0
    for event in vendor.contract.events.values():
        path = f"events/{event.name}.html"
        python = {block.title: block.text for block in site.blocks(path) if block.language == "python"}
        assert list(python) == ["handler.py", "test_handler.py"]
        namespace: dict[str, Any] = {}
        run(python["handler.py"], path, namespace)
        capsys.readouterr()
        for example in event.examples:
            namespace["handle"](example.text)
            assert capsys.readouterr().out.startswith(f"{event.name} "), event.name
        for case in testing.cases(event.name):
            namespace["handle"](case.payload)
            ran += 1
        (folder / "handler.py").write_text(python["handler.py"], encoding="utf-8")
        run(python["test_handler.py"], path, {})
    assert ran > len(vendor.contract.events)
    record_property("count: cases given to the handlers of event pages", ran)


def test_the_contract_test_of_an_event_page_passes_under_pytest(site: Any, tmp_path: Path) -> None:
    event = next(iter(site.vendor.contract.events))
    for block in site.blocks(f"events/{event}.html"):
        if block.language == "python":
            (tmp_path / block.title).write_text(block.text, encoding="utf-8")
    output = run_pytest(tmp_path, site.vendor)
    assert f"test_handle[{event}" in output

    # It can fail: a handler that does not expect null.
    (tmp_path / "handler.py").write_text("def handle(delivery):\n    raise KeyError\n", encoding="utf-8")
    with pytest.raises(AssertionError):
        run_pytest(tmp_path, site.vendor)


def run_pytest(directory: Path, vendor: Vendor) -> str:
    roots = [str(vendor.directory.parent), str(Path(__file__).parents[3] / "codegen")]
    # Other plugins take seconds to load.
    plugins = ("-p", "no:cacheprovider", "-p", "eventcontract.testing.plugin")
    command = [sys.executable, "-m", "pytest", "-v", *plugins, "."]
    done = subprocess.run(
        command,
        cwd=directory,
        env={
            "PATH": "",
            "PYTHONPATH": ":".join(roots),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_python_on_the_other_pages_runs(
    site: Any, capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)  # some write files
    ran = []
    for path in site.pages:
        blocks = [block for block in site.blocks(path) if block.language == "python"]
        if path.startswith("events/") or path in ELSEWHERE or not blocks:
            continue
        files = {block.title: block.text for block in blocks if block.title}
        for title, text in files.items():
            (folder / title).write_text(text, encoding="utf-8")
        namespace: dict[str, Any] = {"__name__": path}
        for block in blocks:
            if block.title.startswith("test_"):
                continue
            capsys.readouterr()
            run(block.text, path, namespace)
            # A line "print(...)  # text" promises what is printed.
            lines = [line.partition("  # ") for line in block.text.splitlines() if line.startswith("print(")]
            promised = [text for _, mark, text in lines if mark]
            if promised:
                assert capsys.readouterr().out.splitlines() == promised, path
        if any(title.startswith("test_") for title in files):
            assert " passed" in run_pytest(folder, site.vendor)
        for title in files:
            (folder / title).unlink()
            sys.modules.pop(Path(title).stem, None)
        ran.append(path)
    assert {"index.html", "absence.html", "delivery.html", "evolution.html"} <= set(ran)
    assert ("ids-and-times.html" in ran) == any(each.partition for each in site.vendor.contract.types.values())
    guides = [path for path in site.pages if path.startswith("guides/")]
    assert {path for path in guides if any(block.language == "python" for block in site.blocks(path))} <= {
        *ran,
        *ELSEWHERE,
    }


def test_receivers_on_the_pages_lose_nothing(
    site: Any, monkeypatch: pytest.MonkeyPatch, folder: Path, record_property: Callable[[str, object], None]
) -> None:
    bench = Bench(site.vendor, monkeypatch)
    tested: dict[str, list[str]] = {}
    for path in site.pages:
        blocks = [block for block in site.blocks(path) if block.language == "python"]
        for block in blocks:
            if block.title:
                (folder / block.title).write_text(block.text, encoding="utf-8")
        for block in blocks:
            tested.setdefault(path, []).extend(bench.test(block.text, path))
        for block in blocks:
            sys.modules.pop(Path(block.title).stem, None)
    contract = site.vendor.contract
    expected = {"receive": contract.signing, "receive_batch": contract.batches, "receive_once": True}
    assert tested["delivery.html"] == [name for name, given in expected.items() if given]
    assert all(tested[f"events/{event}.html"] == ["handle"] for event in site.vendor.contract.events)
    record_property("count: receivers on pages", sum(map(len, tested.values())))


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        (
            "duplicates",
            "    handle(parse(delivery))\n    done.add(key)",
            "    done.add(key)\n    handle(parse(delivery))",
            "lost",
        ),
        ("duplicates", "    if key in done:\n        return\n", "", "a duplicate is handled again"),
        ("webhook", "accounts=ACCOUNTS, ", "", "another account"),
        ("webhook", ", max_age=120", "", "replayed"),
        ("webhook", "max_age=120", "max_age=5", "the last retry is refused"),
        ("webhook", "return 503", "return 401", "the key set is down"),
        ("webhook", "return 401", "return 204", "forged"),
        (
            "webhook",
            "        store(violation.",
            "        if False:\n            store(violation.",
            "a violation is not stored",
        ),
        ("webhook", "return 204  # it would", "return 500  # it would", "a violation is delivered again"),
        (
            "webhook",
            "    handle(event)",
            "    try:\n        handle(event)\n    except Exception:\n        pass",
            "lost",
        ),
        ("batch_handler", "batch.response(failed)", "batch.response()", "first"),
        ("batch_handler", "failed.append(result)", "pass", "first"),
        ("robust", "        aside.append(violation.to_dict(delivery=True))\n", "", "neither raised nor kept"),
        (
            "robust",
            "def receive(delivery):",
            "def other(delivery):\n    return 1\n\n\ndef receive(delivery):",
            "no known kind",
        ),
    ],
)
def test_a_sample_that_teaches_wrong_is_found(
    name: str, old: str, new: str, complaint: str, vendors: dict[str, Vendor], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(vendors["parcel"], monkeypatch)
    code = snippets.pages(vendors["parcel"].contract)[name]
    assert bench.test(code, "as it is")
    assert code.count(old) == 1
    with pytest.raises((AssertionError, pytest.fail.Exception)) as caught:
        bench.test(code.replace(old, new), "changed")
    assert complaint in "".join(traceback.format_exception(caught.value))
