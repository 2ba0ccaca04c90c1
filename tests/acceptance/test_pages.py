"""``.ci/pages.py``, which the workflow *Drift* runs: without a network."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support import pages
from tests.vendors import ROOT, SPECS


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Any:
    spec = importlib.util.spec_from_file_location("ci_pages", ROOT / ".ci" / "pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "PAUSE", 0)
    return module


def fetch(page: bytes | OSError) -> Any:
    def get(address: str) -> bytes:
        assert address == "https://parcel.example/manual/depots"
        if isinstance(page, OSError):
            raise page
        return page

    return get


def test_it_says_that_no_page_is_listed(script: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert script.main(tmp_path / "report.md", SPECS["canvas"]) == 0
    assert "no category has a 'page:' yet" in capsys.readouterr().out
    assert [*tmp_path.iterdir()] == []


def test_a_report_is_written_if_a_page_differs(script: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.md"
    spec = Path(shutil.copytree(SPECS["parcel"], tmp_path / "spec"))
    page = pages.page_of("parcel", "depot")
    assert script.main(report, spec, fetch(pages.old_html(page))) == 0
    assert "1 of 1 pages fetched; no findings" in capsys.readouterr().out
    assert not report.exists()
    page.section("depot.counted").definition = "A depot counted everything."
    assert script.main(report, spec, fetch(pages.old_html(page))) == 0
    assert "### `depot.counted`" in report.read_text(encoding="utf-8")
    assert script.main(report, spec, fetch(OSError("gone"))) == 0
    assert "cannot be fetched: gone" in report.read_text(encoding="utf-8")
