"""What type checkers see of a generated package exists at run time, and its annotations mean something there."""

from __future__ import annotations

import ast
import importlib
import inspect
import subprocess
import sys
import typing
from pathlib import Path
from typing import Any

import pytest

from eventcontract.model.names import RESERVED
from tests.support.specs import made
from tests.vendors import Vendor


def seen(module: Path) -> set[str]:
    """The public names that a type checker finds in ``module``: defined there, or imported and in ``__all__``."""
    names = set()
    for node in statements(ast.parse(module.read_text(encoding="utf-8")).body):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
        elif isinstance(node, ast.Assign):
            targets = [target.id for target in node.targets if isinstance(target, ast.Name)]
            names.update(ast.literal_eval(node.value) if targets == ["__all__"] else targets)
    return {name for name in names if not name.startswith("_")}


def statements(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements that a type checker reads: also those under ``if TYPE_CHECKING``, not those under ``if not``."""
    found = []
    for node in body:
        if isinstance(node, ast.If):
            found += statements(node.body if ast.unparse(node.test) == "TYPE_CHECKING" else node.orelse)
        else:
            found.append(node)
    return found


def test_every_name_exists_and_is_exported(vendor: Vendor) -> None:
    names = seen(vendor.directory / "__init__.py")
    assert {"Delivery", "Event", "parse", *vendor.package.EVENTS.values()} <= names
    assert names == set(vendor.package.__all__)
    assert len(vendor.package.__all__) == len(names)
    assert [name for name in sorted(names) if not hasattr(vendor.package, name)] == []
    assert names <= set(dir(vendor.package))
    for name in names:
        exec(f"from {vendor.package.__name__} import {name}", {})


def bound(module: Path) -> set[str]:
    """The names in capitals that a generated module binds, or imports from elsewhere."""
    names = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module != "__future__":
            names.update(alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return {name for name in names if name[0].isupper()}


def test_no_class_can_take_a_name_that_generated_modules_need(vendors: dict[str, Vendor]) -> None:
    needed: set[str] = set()
    for vendor in vendors.values():
        modules = [vendor.directory / "__init__.py", vendor.directory / "message.py"]
        modules += (vendor.directory / "events").glob("*.py")
        names = set().union(*map(bound, modules)) - {*vendor.package._MODULES}
        # Named after the types of a contract: two of one name are another mistake.
        needed |= {name for name in names if not name.startswith("Split")}
    assert needed == {*RESERVED}


def test_the_hints_of_everything_public_can_be_resolved(vendor: Vendor) -> None:
    for part in ("", ".testing", *([".webhook"] if vendor.contract.signing is not None else [])):
        resolve_hints(importlib.import_module(vendor.package.__name__ + part))


def resolve_hints(module: Any) -> None:
    resolved = 0
    for name in module.__all__:
        value: Any = getattr(module, name)
        if inspect.isclass(value):
            typing.get_type_hints(value, include_extras=True)
            for member in vars(value).values():
                if inspect.isfunction(member):
                    typing.get_type_hints(member)
            resolved += 1
        elif inspect.isfunction(value):
            hints = typing.get_type_hints(value)
            assert set(hints) == {*inspect.signature(value).parameters, "return"}
            resolved += 1
    assert resolved >= 2
    typing.get_type_hints(module)


def test_the_hint_of_a_delivery_is_the_public_one(vendor: Vendor) -> None:
    assert typing.get_type_hints(vendor.package.parse)["delivery"] == vendor.package.Delivery


def test_resolving_hints_loads_no_event() -> None:
    # Frameworks resolve the hints of what they are given; a class of each event takes a while to define.
    code = (
        "import sys, typing, canvas_live_events as package\n"
        "for name in ('parse', 'parse_batch', 'check', 'extras', 'encode', 'fingerprint'):\n"
        "    typing.get_type_hints(getattr(package, name))\n"
        "print(*[name for name in sys.modules if name.startswith('canvas_live_events.events')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


def test_a_contract_without_parts_or_envelopes_exports_no_functions_for_them(tmp_path: Path) -> None:
    payload = {"kind": "thing.done", "data": {}}
    package = made(tmp_path, {}, {"thing.done": payload}).package
    assert package.encode(package.parse(payload)) == b'{"kind":"thing.done","data":{}}'
    assert not [name for name in package.__all__ if name.startswith(("split_", "join_", "same_", "Split"))]
    assert package.parse.__doc__.startswith("Parse one delivery.\n")
    assert package.parse_batch.__doc__.startswith("Parse every delivery of a list.\n")
    with pytest.raises(package.NotAnEvent):
        package.parse(b"{}")
