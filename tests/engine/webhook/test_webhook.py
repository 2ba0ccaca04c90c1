"""The generated module: the engine bound to what the spec says, and the way to its users."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from eventcontract.render.package import render
from eventcontract.source import SpecError, load_spec
from eventcontract.webhook import KeySet, sources
from tests.support.signer import Signer
from tests.vendors import SPECS, Vendor

pytestmark = pytest.mark.needs("signing")

REGISTERED = {"iss": "them", "sub": "it", "aud": ["us"], "jti": "1", "iat": 0, "nbf": 0, "exp": 2**40}


@pytest.fixture
def webhook(vendor: Vendor) -> Any:
    return importlib.import_module(f"{vendor.package.__name__}.webhook")


def run(vendor: Vendor, code: str) -> str:
    """What a fresh process prints, with the vendor's package in reach."""
    prepared = f"import sys; sys.path.insert(0, {str(vendor.directory.parent)!r})\n" + code.format(
        package=vendor.package.__name__
    )
    done = subprocess.run([sys.executable, "-c", prepared], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


# -- what it is bound to -------------------------------------------------------------------------------


def test_it_says_what_the_contract_says(vendor: Vendor, webhook: Any, signer: Signer) -> None:
    said = {"algorithm": webhook.ALGORITHM, "key_set": webhook.KEY_SET, "max_size": webhook.MAX_SIZE}
    assert said.items() <= asdict(signer.signing).items()
    assert signer.signing.key_id in webhook.verify.__doc__
    # The AsyncAPI document sends its readers to the same place.
    assert any(signer.signing.key_set in scheme.description for scheme in vendor.contract.security.values())


def test_every_example_comes_through(vendor: Vendor, webhook: Any, signer: Signer) -> None:
    keys = KeySet(signer.published)
    package = vendor.package
    for event in vendor.contract.events.values():
        for example in event.examples:
            claims = json.loads(example.text)
            expected = package.parse(example.text)
            assert package.parse(webhook.verify(signer.sign(claims), keys)) == expected
            # Registered claims beside the event change nothing.
            signed = signer.sign({**claims, **REGISTERED})
            assert package.parse(webhook.verify(signed, keys)) == expected
            assert package.fingerprint(webhook.verify(signed, keys)) == package.fingerprint(example.text)


def test_an_unknown_event_comes_through_too(vendor: Vendor, webhook: Any, signer: Signer) -> None:
    example = next(iter(vendor.contract.events.values())).examples[0]
    event = json.loads(example.text)
    place = event
    for step in vendor.contract.message.discriminator[:-1]:
        place = place[step]
    place[vendor.contract.message.discriminator[-1]] = "brand.new"
    parsed = vendor.package.parse(webhook.verify(signer.sign(event), KeySet(signer.published)))
    assert type(parsed) is vendor.package.UnknownEvent
    assert parsed.name == "brand.new"


def test_only_the_vendors_algorithm_counts(webhook: Any, vendor: Vendor, signers: dict[str, Signer]) -> None:
    other = next(signer for name, signer in signers.items() if name != vendor.name)
    signed = other.sign({}, kid="current", seal="current")
    with pytest.raises(webhook.WrongAlgorithm):
        webhook.verify(signed, KeySet(other.published))


def test_the_published_keys_are_fetched_when_they_are_needed(
    webhook: Any, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched = []

    def load(self: sources.Url, version: sources.Version) -> tuple[bytes, sources.Version] | None:
        fetched.append((str(self), version))
        return json.dumps(signer.published).encode(), ()

    monkeypatch.setattr(sources.Url, "load", load)
    # The module's own memory would outlive this test.
    assert repr(webhook._published) == repr(KeySet(webhook.KEY_SET))
    monkeypatch.setattr(webhook, "_published", KeySet(webhook.KEY_SET))
    assert fetched == []
    for _ in range(3):
        assert webhook.verify(signer.sign({"a": 1})) == {"a": 1}
    assert fetched == [(signer.signing.key_set, ())]


def test_its_errors_can_be_imported_from_it(webhook: Any) -> None:
    delivery = importlib.import_module("eventcontract.webhook")
    assert {*webhook.__all__} == {*delivery.__all__, "ALGORITHM", "KEY_SET", "MAX_SIZE"} - {"Limits"}
    for name in {*delivery.__all__} - {"verify", "Limits"}:
        assert getattr(webhook, name) is getattr(delivery, name)


# -- importing it --------------------------------------------------------------------------------------


def test_importing_it_asks_nobody(vendor: Vendor) -> None:
    code = """
heard = []
sys.addaudithook(lambda name, _: heard.append(name) if name.startswith(("socket.", "urllib.")) else None)
import {package}.webhook
print([name for name in heard if name != "socket.__new__"], "urllib.request" in sys.modules)
import socket
socket.socket().close()
print(heard[-1])
"""
    # The last line shows that it would have been heard.
    assert run(vendor, code).splitlines() == ["[] False", "socket.__new__"]


def test_the_package_itself_needs_no_joserfc(vendor: Vendor) -> None:
    code = """
import {package}
print([name for name in ("joserfc", "cryptography", "eventcontract.webhook") if name in sys.modules])
"""
    assert run(vendor, code) == "[]\n"


def test_without_the_extra_it_says_what_to_install(vendor: Vendor) -> None:
    code = """

class Missing:
    def find_spec(name, *_):
        if name == "joserfc":
            raise ModuleNotFoundError("No module named 'joserfc'", name=name)

sys.meta_path.insert(0, Missing)
import {package}
try:
    import {package}.webhook
except ImportError as error:
    print(error)
"""
    extra = f"{vendor.contract.catalogue.distribution}[webhook]"
    assert run(vendor, code) == f"{vendor.package.__name__}.webhook needs joserfc: install '{extra}'\n"


# -- the spec ------------------------------------------------------------------------------------------


def test_who_signs_nothing_has_no_such_module(vendor: Vendor) -> None:
    files = dict(render(vendor.contract))
    unsigned = dict(render(replace(vendor.contract, signing=None)))
    assert set(files) - set(unsigned) == {"webhook.py"}
    assert "signing" not in json.loads(unsigned["contract.json"])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("algorithm: ES256", "algorithm: HS256", "'HS256' is not one of: RS256"),
        ("algorithm: ES256", "algorithm: none", "'none' is not one of: RS256"),
        ("key_set: https:", "key_set: http:", "is not valid here: a URL that begins with https://"),
        ("max_size: 30000", "max_size: many", "expected an integer, found 'many'"),
        ("  account: /from/code", "  account: /from/cod", "unknown field '/from/cod'"),
        ("  account: /from/code", "  account: /from", "/from must be of kind text or identifier"),
        ("max_age: 120", "max_age: 0", "0"),
        ("  key_id: seal\n", "", "'key_id' is missing"),
        ("  key_id: seal\n", "  key_name: seal\n", "unknown key 'key_name'"),
    ],
)
def test_a_mistake_in_the_spec_is_found(old: str, new: str, message: str, tmp_path: Path) -> None:
    spec = Path(shutil.copytree(SPECS["parcel"], tmp_path / "spec"))
    file = spec / "catalogue.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    line = text[: text.index("signing:")].count("\n") + 1
    with pytest.raises(SpecError) as caught:
        load_spec(spec)
    problems = [problem for problem in caught.value.problems if message in problem.message]
    assert len(problems) == 1
    assert problems[0].file == "catalogue.yaml"
    assert line <= problems[0].line <= line + 8


def test_no_shape_takes_the_place_of_the_module(tmp_path: Path) -> None:
    spec = Path(shutil.copytree(SPECS["parcel"], tmp_path / "spec"))
    (spec / "common.yaml").rename(spec / "webhook.yaml")
    with pytest.raises(SpecError, match=r"webhook\.yaml"):
        load_spec(spec)
