"""The generated module ``testing``, and what it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from eventcontract.testing.suite import Suite
from tests.support.modules import module_of
from tests.vendors import contract_of

PACKAGE = contract_of("canvas").catalogue.package


def test_nothing_heavy_is_imported_with_the_module(tmp_path: Path) -> None:
    script = f"""
import sys
import {PACKAGE}.testing as testing
testing.cases("course_*")[0].as_delivered("lambda")
heavy = {{"pytest", "hypothesis", "joserfc", "yaml", "jinja2", "jsonschema", "click", "requests", "schemathesis"}}
print(sorted(heavy & {{name.partition(".")[0] for name in sys.modules}}))
"""
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert found.stdout.strip() == "[]"


def test_what_is_not_installed_is_named(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    name = next(iter(suite.contract.events))
    fresh = Suite(suite.package, distribution="the-package")
    for module in ("pytest", "hypothesis"):
        monkeypatch.setitem(sys.modules, module, None)
    for ask in (lambda: fresh.parametrize((name,), None), lambda: fresh.strategies):
        with pytest.raises(ImportError, match=r"install 'the-package\[testing\]'"):
            ask()


def test_every_public_name_is_there(vendor: Any) -> None:
    module = module_of(vendor)
    assert all(hasattr(module, name) for name in module.__all__)
    assert all(getattr(module, name).__doc__ for name in module.__all__ if name != "Form")
