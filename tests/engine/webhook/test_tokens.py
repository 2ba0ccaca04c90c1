"""Tokens: what is verified, what is refused and as what, over both vendors."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import pickle
import string
import traceback
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey, OctKey, RSAKey

import eventcontract.webhook as delivery
from eventcontract.webhook import (
    BadSignature,
    ExpiredToken,
    InvalidClaim,
    InvalidPayload,
    KeySet,
    KeySetUnavailable,
    Limits,
    MalformedToken,
    MissingKeyId,
    NotYetValid,
    SignatureError,
    TokenTooLarge,
    TokenTooOld,
    UnknownKey,
    UnsignedToken,
    UnsuitableKey,
    UnsupportedExtension,
    WrongAccount,
    WrongAlgorithm,
)
from eventcontract.webhook.tokens import LEEWAY
from tests.support.deliveries import released
from tests.support.signer import NOW, KeyServer, Signer, base64url, jwk_set, new_key, token

pytestmark = pytest.mark.needs("signing")

CANARY = "qzKanarienvogel7"
CLAIMS = {"name": CANARY}


def part(value: Any) -> str:
    return base64url(value if isinstance(value, bytes) else json.dumps(value).encode())


# -- what is accepted ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", [str, str.encode, lambda text: bytearray(text.encode()), lambda t: memoryview(t.encode())]
)
@pytest.mark.parametrize("around", ["{}", "{}\n", " \r\n{} \t"])
def test_text_and_bytes_are_verified(kind: Callable[[str], Any], around: str, signer: Signer) -> None:
    assert signer.verify(kind(around.format(signer.sign(CLAIMS)))) == CLAIMS


@pytest.mark.parametrize("given", [None, 7, {"body": "x"}, ["x"]])
def test_anything_else_is_a_mistake_of_the_caller(given: Any, signer: Signer) -> None:
    with pytest.raises(TypeError, match=f"not {type(given).__name__}"):
        signer.verify(given)


def test_each_key_of_the_set_counts(signer: Signer) -> None:
    assert signer.verify(signer.sign(CLAIMS, signer.next)) == CLAIMS


def test_an_unknown_header_parameter_is_ignored(signer: Signer) -> None:
    assert signer.verify(signer.sign(CLAIMS, later="new")) == CLAIMS


def test_a_header_with_certificates_is_read(signer: Signer) -> None:
    assert signer.verify(signer.sign(CLAIMS, x5c=["A" * 2500] * 3)) == CLAIMS


def test_a_token_of_full_length_is_verified(signer: Signer) -> None:
    # Libraries have limits of their own, which are below what vendors send.
    room = signer.signing.max_size - len(signer.sign({"fill": ""})) - 8
    claims = {"fill": "x" * (room * 3 // 4)}
    signed = signer.sign(claims)
    assert signer.signing.max_size - 16 < len(signed) <= signer.signing.max_size
    assert signer.verify(signed) == claims


def test_exactly_the_limit(signer: Signer) -> None:
    signed = signer.sign(CLAIMS)
    padded = signed + " " * (signer.signing.max_size - len(signed))
    assert signer.verify(padded) == CLAIMS
    with pytest.raises(TokenTooLarge):
        signer.verify(padded + " ")


# -- what is refused -----------------------------------------------------------------------------------

Case = Callable[[Signer], Any]


def unsigned(signer: Signer) -> str:
    return f"{part(signer.header(alg='none'))}.{part(CLAIMS)}."


def shared_secret(secret: Callable[[Signer], bytes]) -> Case:
    """HS256 with what everybody knows: a reader that lets the token choose takes it for the vendor's."""

    def case(signer: Signer) -> str:
        signed = f"{part(signer.header(alg='HS256'))}.{part(CLAIMS)}"
        return f"{signed}.{part(hmac.new(secret(signer), signed.encode(), hashlib.sha256).digest())}"

    return case


def pem(signer: Signer) -> bytes:
    assert isinstance(signer.current, (RSAKey, ECKey))
    return signer.current.as_pem(private=False)


def jwk(signer: Signer) -> bytes:
    return json.dumps(signer.published["keys"][0]).encode()


def other_algorithm(signer: Signer) -> str:
    """The vendor's own key, another algorithm."""
    if signer.signing.algorithm == "RS256":
        return token(signer.header(alg="RS512"), part(CLAIMS).encode(), signer.current, "RS512")
    return signer.sign(CLAIMS, alg="ES384")


def small_letters(signer: Signer) -> str:
    return signer.sign(CLAIMS, alg=signer.signing.algorithm.lower())


def tampered(place: int, change: Callable[[str], str]) -> Case:
    def case(signer: Signer) -> str:
        parts = signer.sign(CLAIMS).split(".")
        before = parts[place]
        parts[place] = change(before)
        assert parts[place] != before
        return ".".join(parts)

    return case


def header_of_next(signer: Signer) -> str:
    """The header is another good one: it names the other key of the set."""
    parts = signer.sign(CLAIMS).split(".")
    return ".".join([part(signer.header(**signer.named("next"))), *parts[1:]])


def own_key(**parameters: Callable[[dict[str, Any]], Any]) -> Case:
    """Somebody else signed it; the token may bring that key along."""

    def case(signer: Signer) -> str:
        mine = new_key(signer.signing.algorithm, "current")
        public = jwk_set(mine)["keys"][0]
        return signer.sign(CLAIMS, mine, **{name: give(public) for name, give in parameters.items()})

    return case


def raw_payload(signer: Signer) -> str:
    """RFC 7797: the payload as it is."""
    header = part(signer.header(b64=False, crit=["b64"]))
    return f"{header}.payload.{part(b'x' * 64)}"


def wide(signer: Signer) -> memoryview:
    return memoryview(b"e" * 8 * (signer.signing.max_size // 8 + 1)).cast("Q")


def raw(value: Any) -> Case:
    return lambda _: value


def headed(header: Any) -> Case:
    """A token with this header: JSON text, or what becomes one."""
    return lambda _: f"{part(header)}.{part(CLAIMS)}.{part(b'x' * 64)}"


def signed(payload: Any, **parameters: Any) -> Case:
    return lambda signer: signer.sign(payload, **parameters)


CASES: dict[str, tuple[Case, type[SignatureError]]] = {
    "algorithm none": (unsigned, UnsignedToken),
    "algorithm none, signed all the same": (signed(CLAIMS, alg="none"), UnsignedToken),
    "algorithm None": (signed(CLAIMS, alg="None"), WrongAlgorithm),
    "shared secret: the public key's PEM": (shared_secret(pem), WrongAlgorithm),
    "shared secret: the public key's JWK": (shared_secret(jwk), WrongAlgorithm),
    "shared secret: nothing": (shared_secret(lambda _: b""), WrongAlgorithm),
    "another algorithm with the same key": (other_algorithm, WrongAlgorithm),
    "algorithm in small letters": (small_letters, WrongAlgorithm),
    "algorithm is a list": (lambda signer: signer.sign(CLAIMS, alg=[signer.signing.algorithm]), WrongAlgorithm),
    "algorithm is null": (headed({"alg": None}), WrongAlgorithm),
    "no key id": (lambda signer: signer.sign(CLAIMS, **signer.named(None)), MissingKeyId),
    "key id is a number": (lambda signer: signer.sign(CLAIMS, **signer.named(7)), MissingKeyId),
    "key id of nobody": (lambda signer: signer.sign(CLAIMS, **signer.named(CANARY)), UnknownKey),
    "key id is empty": (lambda signer: signer.sign(CLAIMS, **signer.named("")), UnknownKey),
    "key of somebody else": (own_key(), BadSignature),
    "the token's own key (jwk)": (own_key(jwk=lambda public: public), BadSignature),
    "the token's own key at an address (jku)": (own_key(jku=lambda _: "https://keys.example/jwks"), BadSignature),
    "the token's own certificate (x5c)": (own_key(x5c=lambda public: [public.get("n", "AA")]), BadSignature),
    "the token's own certificate at an address (x5u)": (own_key(x5u=lambda _: "https://keys.example/"), BadSignature),
    "key id is a path": (lambda signer: signer.sign(CLAIMS, **signer.named("../../current")), UnknownKey),
    "key id is a query": (lambda signer: signer.sign(CLAIMS, **signer.named("x' OR '1'='1")), UnknownKey),
    "key id is a command": (lambda signer: signer.sign(CLAIMS, **signer.named("current; id")), UnknownKey),
    "signature of zeros": (tampered(2, lambda text: "A" * len(text)), BadSignature),
    "another header under a good signature": (tampered(0, lambda text: text[:-4] + part(b"}")), MalformedToken),
    "encrypted, in five parts": (lambda signer: signer.sign(CLAIMS) + ".x.x", MalformedToken),
    "a token in a token": (lambda signer: signer.sign(signer.sign(CLAIMS).encode(), cty="JWT"), InvalidPayload),
    "key id of the other key": (header_of_next, BadSignature),
    "payload tampered": (tampered(1, lambda _: part({"name": "somebody else"})), BadSignature),
    "payload cut": (tampered(1, lambda text: text[:8]), BadSignature),
    "payload empty": (tampered(1, lambda _: ""), BadSignature),
    "signature flipped": (tampered(2, lambda text: ("B" if text[0] == "A" else "A") + text[1:]), BadSignature),
    "signature cut": (tampered(2, lambda text: text[:-4]), BadSignature),
    "signature empty": (tampered(2, lambda _: ""), BadSignature),
    "signature not base64": (tampered(2, lambda text: "!" + text[1:]), BadSignature),
    "signature padded": (tampered(2, lambda text: text + "=="), BadSignature),
    "expired": (signed({**CLAIMS, "exp": NOW - 3600}), ExpiredToken),
    "not yet": (signed({**CLAIMS, "nbf": NOW + 3600}), NotYetValid),
    "issued tomorrow": (signed({**CLAIMS, "iat": NOW + 86400}), NotYetValid),
    "expires as text": (signed({**CLAIMS, "exp": CANARY}), InvalidClaim),
    "expires never": (signed({**CLAIMS, "exp": None}), InvalidClaim),
    "issued truly": (signed({**CLAIMS, "iat": True}), InvalidClaim),
    "not before, a list": (signed({**CLAIMS, "nbf": [NOW]}), InvalidClaim),
    "expires at no number": (signed(b'{"exp": NaN}'), InvalidPayload),
    "expires beyond all numbers": (signed(b'{"exp": 1e999}'), InvalidPayload),
    "payload is a list": (signed([CLAIMS]), InvalidPayload),
    "payload is a text": (signed(CANARY), InvalidPayload),
    "payload is null": (signed(None), InvalidPayload),
    "payload is nothing": (signed(b""), InvalidPayload),
    "payload is not JSON": (signed(CANARY.encode()), InvalidPayload),
    "payload is not UTF-8": (signed(b'{"name": "\xff"}'), InvalidPayload),
    "payload is too deep": (signed(b'{"a":' * 600 + b"1" + b"}" * 600), InvalidPayload),
    "payload has a byte order mark": (signed(b'\xef\xbb\xbf{"a": 1}'), InvalidPayload),
    "oversized": (lambda signer: "e" * (signer.signing.max_size + 1), TokenTooLarge),
    "oversized bytes": (lambda signer: b"e" * (signer.signing.max_size + 1), TokenTooLarge),
    "oversized, eight bytes at a time": (wide, TokenTooLarge),
    "a long header": (lambda signer: signer.sign(CLAIMS, x5c=["A" * 2**14]), MalformedToken),
    "oversized and good": (lambda signer: signer.sign({"x": "x" * signer.signing.max_size}), TokenTooLarge),
    "critical extension": (signed(CLAIMS, crit=["later"], later=1), UnsupportedExtension),
    "critical nothing": (signed(CLAIMS, crit=[]), UnsupportedExtension),
    "raw payload": (raw_payload, UnsupportedExtension),
    "raw payload, not critical": (signed(CLAIMS, b64=False), MalformedToken),
    "header parameter of another type": (signed(CLAIMS, jku=7), MalformedToken),
    "nothing": (raw(""), MalformedToken),
    "memory that is released": (raw(released()), MalformedToken),
    "blanks": (raw(b" \n"), MalformedToken),
    "the event itself": (raw(json.dumps(CLAIMS)), MalformedToken),
    "two parts": (lambda signer: signer.sign(CLAIMS).rpartition(".")[0], MalformedToken),
    "one part": (lambda signer: signer.sign(CLAIMS).replace(".", ""), MalformedToken),
    "four parts": (lambda signer: signer.sign(CLAIMS) + ".x", MalformedToken),
    "dots": (raw(".."), MalformedToken),
    "a token in quotes": (lambda signer: json.dumps(signer.sign(CLAIMS)), MalformedToken),
    "a token for a browser": (lambda signer: "Bearer " + signer.sign(CLAIMS), MalformedToken),
    "a token with a newline inside": (tampered(1, lambda text: text[:4] + "\n" + text[4:]), MalformedToken),
    "not ASCII": (raw("é.é.é"), MalformedToken),
    "not UTF-8": (raw(b"\xff.\xff.\xff"), MalformedToken),
    "a lone surrogate": (raw("\ud800.e30.x"), MalformedToken),
    "payload not base64": (tampered(1, lambda text: "$" + text[1:]), MalformedToken),
    "payload padded": (tampered(1, lambda text: text + "="), MalformedToken),
    "header is a list": (headed(["alg"]), MalformedToken),
    "header is a list with all names": (headed(["alg", "kid", "b64", "crit"]), MalformedToken),
    "header is a text": (headed("alg kid"), MalformedToken),
    "header is a number": (headed(7), MalformedToken),
    "header is null": (headed(None), MalformedToken),
    "header is empty": (headed({}), MalformedToken),
    "header is not JSON": (headed(b"{"), MalformedToken),
    "header is not UTF-8": (headed(b'{"alg": "\xff"}'), MalformedToken),
    "header is deep": (headed(b"[" * 20_000), MalformedToken),
    "header holds a long number": (headed(b'{"alg": ' + b"9" * 20_000 + b"}"), MalformedToken),
}  # fmt: skip


def refusal(signer: Signer, given: Any, keys: KeySet | None = None) -> SignatureError:
    with pytest.raises(SignatureError) as caught:
        signer.verify(given, keys)
    return caught.value


@pytest.mark.parametrize("name", CASES)
def test_each_refusal_has_its_error_and_tells_nothing(name: str, signer: Signer) -> None:
    case, expected = CASES[name]
    error = refusal(signer, case(signer))
    assert type(error) is expected
    # Neither does what it was raised after: reports print that too.
    assert error.__cause__ is None and error.__context__ is None
    told = "".join([str(error), repr(error), *traceback.format_exception(error)])
    assert CANARY not in told
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def unsuitable(signer: Signer) -> dict[str, dict[str, Any]]:
    """Keys with the right name that are not for this."""
    good = signer.published["keys"][0]
    other = new_key("RS256" if signer.signing.algorithm == "ES256" else "ES256", "current")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        short = RSAKey.generate_key(1024, {"kid": "current"})
    return {
        "for encryption": {**good, "use": "enc"},
        "for another algorithm": {**good, "alg": "PS512"},
        "not for verifying": {**good, "key_ops": ["encrypt"]},
        "of another type": jwk_set(other)["keys"][0],
        "of another curve": {**ECKey.generate_key("P-384").as_dict(private=False), "kid": "current"},
        "a shared secret": {**OctKey.generate_key(256).as_dict(), "kid": "current"},
        "too short": jwk_set(short)["keys"][0],
    }


@pytest.mark.filterwarnings("ignore:Key size")
def test_keys_for_something_else_are_not_used(signer: Signer) -> None:
    for name, unfit in unsuitable(signer).items():
        error = refusal(signer, signer.sign(CLAIMS), KeySet({"keys": [unfit]}))
        # A secret that is published is not even read.
        assert type(error) is (UnknownKey if "k" in unfit else UnsuitableKey), name
        # Two keys of one name: the one that fits counts.
        good = signer.published["keys"]
        for both in ([unfit, *good], [*good, unfit]):
            assert signer.verify(signer.sign(CLAIMS), KeySet({"keys": both})) == CLAIMS, name


@pytest.mark.filterwarnings("ignore:Key size")
def test_a_short_key_is_refused_though_its_signature_is_good() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        short = RSAKey.generate_key(1024, {"kid": "k"})
    good = token({"alg": "RS256", "kid": "k"}, b"{}", short, "RS256")
    with pytest.raises(UnsuitableKey):
        delivery.verify(good, KeySet(jwk_set(short)), algorithm="RS256", key_id="kid", max_size=2000)


def test_every_error_has_a_case() -> None:
    # The last three have cases of their own, in the files on keys and limits.
    tested = {expected for _, expected in CASES.values()} | {
        UnsuitableKey,
        KeySetUnavailable,
        WrongAccount,
        TokenTooOld,
    }
    exported = {value for name in delivery.__all__ if isinstance(value := getattr(delivery, name), type)}
    assert exported - {KeySet, Limits} == tested | {SignatureError}


def test_a_fault_of_the_key_set_is_not_one_of_the_token() -> None:
    # Whoever answers 401 to every SignatureError must not do so while the keys cannot be fetched.
    assert not issubclass(KeySetUnavailable, SignatureError)


def test_a_key_that_the_token_points_to_is_not_fetched(signer: Signer, server: KeyServer) -> None:
    mine = new_key(signer.signing.algorithm, "mine")
    server.publish(jwk_set(mine))
    error = refusal(signer, signer.sign(CLAIMS, mine, jku=server.url, x5u=server.url))
    assert type(error) is UnknownKey
    assert server.asked == []


def test_no_character_can_be_changed(signer: Signer) -> None:
    signed = signer.sign(CLAIMS)
    keys = KeySet(signer.published)
    for place, character in enumerate(signed):
        other = "." if character != "." else "_"
        for new in {other, "B" if character == "A" else "A", chr(ord(character) ^ 1)} - {character}:
            with pytest.raises(SignatureError):
                signer.verify(signed[:place] + new + signed[place + 1 :], keys)


# -- the clock -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "value", "expected"),
    [
        ("exp", NOW - LEEWAY + 1, None),
        ("exp", NOW - LEEWAY, ExpiredToken),
        ("exp", -1, ExpiredToken),
        ("exp", 10**300, None),
        ("exp", NOW + 0.5, None),
        ("nbf", NOW + LEEWAY, None),
        ("nbf", NOW + LEEWAY + 1, NotYetValid),
        ("nbf", 0, None),
        ("iat", NOW + LEEWAY, None),
        ("iat", NOW + LEEWAY + 1, NotYetValid),
        ("iat", 0, None),
    ],
)
def test_clocks_may_differ_by_a_minute(
    claim: str, value: float, expected: type[Exception] | None, signer: Signer
) -> None:
    signed = signer.sign({claim: value})
    if expected is None:
        assert signer.verify(signed) == {claim: value}
    else:
        assert type(refusal(signer, signed)) is expected


def test_a_forged_token_is_not_asked_for_its_times(signer: Signer) -> None:
    forged = signer.sign({"exp": 0}, new_key(signer.signing.algorithm, "current"))
    assert type(refusal(signer, forged)) is BadSignature


# -- anything at all -----------------------------------------------------------------------------------

_ALPHABET = string.ascii_letters + string.digits + "-_.=+/ \n"
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.sampled_from(["RS256", "ES256", "b64"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_HEADERS = st.dictionaries(st.sampled_from(["alg", "kid", "seal", "crit", "b64", "typ", "jwk"]), _JSON, max_size=5)
_ANYTHING = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200),
    st.text(alphabet=_ALPHABET, max_size=200),
    st.tuples(_HEADERS | _JSON, _JSON, st.binary(max_size=80)).map(lambda parts: ".".join(map(part, parts))),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything=_ANYTHING)
def test_anything_is_refused_as_such(anything: Any, signer: Signer) -> None:
    with pytest.raises(SignatureError):
        signer.verify(anything)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payload=st.binary(max_size=60) | _JSON.map(lambda value: json.dumps(value).encode()))
def test_whatever_was_signed_is_an_object_or_refused(payload: bytes, signer: Signer) -> None:
    try:
        claims = signer.verify(signer.sign(payload))
    except (InvalidPayload, InvalidClaim, ExpiredToken, NotYetValid):
        return
    assert claims == json.loads(payload)
    assert isinstance(claims, dict)


def test_parts_are_as_in_the_standard(signer: Signer) -> None:
    # Else the cases above could fail for another reason than the one in their name.
    header, payload, signature = signer.sign(CLAIMS).split(".")
    assert json.loads(base64.urlsafe_b64decode(header + "==")) == signer.header()
    assert json.loads(base64.urlsafe_b64decode(payload + "==")) == CLAIMS
    assert len(base64.urlsafe_b64decode(signature + "==")) == (256 if signer.signing.algorithm == "RS256" else 64)
