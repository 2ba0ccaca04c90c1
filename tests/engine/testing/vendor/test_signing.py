"""Signing keys: the signer and whoever serves the public key agree, also across processes."""

from __future__ import annotations

import json
import stat
import threading
from pathlib import Path

import pytest

from eventcontract.model import Signing
from eventcontract.testing.vendor.signing import key_file
from eventcontract.webhook import KeySet, verify
from tests.vendors import Vendor

pytestmark = pytest.mark.needs("signing")


@pytest.fixture
def signing(vendor: Vendor) -> Signing:
    """How the vendor at hand signs."""
    assert vendor.contract.signing is not None
    return vendor.contract.signing


def test_what_one_signs_the_other_verifies(signing: Signing, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "key.json"
    signer = key_file(path, signing)
    published = key_file(path, signing).key_set()
    claims = json.dumps({"text": "é" * (signing.max_size // 4), "number": 1.0}, ensure_ascii=False)
    found = verify(
        signer.sign(claims),
        KeySet(published),
        algorithm=signing.algorithm,
        key_id=signing.key_id,
        max_size=signing.max_size,
    )
    assert len(claims.encode()) > signing.max_size // 2
    assert found == json.loads(claims)


def test_the_private_key_stays_private(signing: Signing, tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    published = key_file(path, signing).key_set()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    private = {name for name in json.loads(path.read_bytes()) if name in {"d", "p", "q", "dp", "dq", "qi"}}
    assert private
    assert not private & set(published["keys"][0])
    assert [each.name for each in tmp_path.iterdir()] == ["key.json"]


def test_two_that_begin_at_once_agree(signing: Signing, tmp_path: Path) -> None:
    path, found = tmp_path / "key.json", []
    begin = threading.Barrier(4)

    def make() -> None:
        begin.wait()
        found.append(key_file(path, signing).key_set())

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(each == found[0] for each in found)


@pytest.mark.filterwarnings("ignore:Key size")
@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"kty": "oct", "k": "c2VjcmV0", "kid": "x"}', "no JSON"])
def test_another_file_is_refused_and_kept(signing: Signing, tmp_path: Path, text: str) -> None:
    path = tmp_path / "key.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"key\.json does not hold a private key"):
        key_file(path, signing)
    assert path.read_text() == text


def test_a_public_key_or_one_of_another_kind_is_refused(vendors: dict[str, Vendor], tmp_path: Path) -> None:
    first, second = filter(None, (vendor.contract.signing for vendor in vendors.values()))
    path = tmp_path / "key.json"
    public = key_file(path, first).key_set()["keys"][0]
    with pytest.raises(ValueError, match=f"not hold a private key for {second.algorithm}"):
        key_file(path, second)
    path.write_text(json.dumps(public))
    with pytest.raises(ValueError, match=f"not hold a private key for {first.algorithm}"):
        key_file(path, first)
