"""Key sets: where the keys come from, when they are asked for, and what happens when they cannot be had."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from eventcontract.webhook import KeySet, KeySetUnavailable, UnknownKey
from eventcontract.webhook.keys import MAX_AGE, MAX_STALE
from eventcontract.webhook.sources import MAX_SIZE
from tests.support.signer import Answer, Clock, KeyServer, Signer, jwk_set, key_server, new_key, reply

pytestmark = pytest.mark.needs("signing")

CLAIMS = {"name": "x"}
INTERVAL = 30.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(server: KeyServer, clock: Clock) -> KeySet:
    """The key set of the key server."""
    return KeySet(server.url, clock=clock)


def unavailable(signer: Signer, keys: KeySet) -> str:
    """Why the key set cannot be had."""
    with pytest.raises(KeySetUnavailable) as caught:
        signer.verify(signer.sign(CLAIMS), keys)
    assert caught.value.__cause__ is None and caught.value.__context__ is None
    return str(caught.value)


def unknown(signer: Signer, keys: KeySet, name: str = "nobody") -> None:
    with pytest.raises(UnknownKey):
        signer.verify(signer.sign(CLAIMS, **signer.named(name)), keys)


# -- a URL ---------------------------------------------------------------------------------------------


def test_keys_are_fetched_once_and_not_before_they_are_needed(signer: Signer, server: KeyServer, keys: KeySet) -> None:
    server.publish(signer.published)
    assert server.asked == []
    for _ in range(5):
        assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS
        assert signer.verify(signer.sign(CLAIMS, signer.next), keys) == CLAIMS
    assert len(server.asked) == 1
    assert "json" in server.asked[0]["Accept"]


def test_a_new_key_is_found_after_the_interval(signer: Signer, server: KeyServer, keys: KeySet, clock: Clock) -> None:
    server.publish(jwk_set(signer.current))
    assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS
    server.publish(signer.published)
    new = signer.sign(CLAIMS, signer.next)
    clock.time += INTERVAL - 1
    unknown(signer, keys, "next")
    assert len(server.asked) == 1
    clock.time += 1
    assert signer.verify(new, keys) == CLAIMS
    assert len(server.asked) == 2


def test_a_rotation_goes_unnoticed(signer: Signer, server: KeyServer, keys: KeySet, clock: Clock) -> None:
    # Previous, current, next; every month each moves up. The receiver looks once a month at most.
    ring = [new_key(signer.signing.algorithm, f"month-{month}") for month in range(5)]
    for month in range(3):
        previous, current, _ = trio = ring[month : month + 3]
        server.publish(jwk_set(*trio), ETag=f'"{month}"')
        for key in (current, previous):
            assert signer.verify(signer.sign(CLAIMS, key), keys) == CLAIMS
        clock.time += 30 * 24 * 3600
    # What was withdrawn in the meantime is not believed any more.
    server.publish(jwk_set(*ring[3:]))
    with pytest.raises(UnknownKey):
        signer.verify(signer.sign(CLAIMS, ring[2]), keys)


def test_made_up_keys_cost_one_request_per_interval(
    signer: Signer, server: KeyServer, keys: KeySet, clock: Clock
) -> None:
    server.publish(signer.published)
    for turn in range(1, 4):
        for number in range(50):
            unknown(signer, keys, f"made-up-{number}")
            assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS
        assert len(server.asked) == turn
        clock.time += INTERVAL


def test_an_unchanged_set_is_not_sent_again(signer: Signer, server: KeyServer, keys: KeySet, clock: Clock) -> None:
    server.publish(signer.published, **{"ETag": '"1"', "Last-Modified": "Sun, 01 Nov 2026 00:00:00 GMT"})
    for turn in range(1, 4):
        assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS
        clock.time += MAX_AGE - 1
        assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS
        assert len(server.asked) == turn
        clock.time += 1
    first, *others = server.asked
    assert "If-None-Match" not in first and "If-Modified-Since" not in first
    for other in others:
        assert other["If-None-Match"] == '"1"'
        assert other["If-Modified-Since"] == "Sun, 01 Nov 2026 00:00:00 GMT"
    # Once it has changed it is sent.
    server.publish(jwk_set(signer.next), ETag='"2"')
    assert signer.verify(signer.sign(CLAIMS, signer.next), keys) == CLAIMS
    unknown(signer, keys, "current")


def test_a_broken_set_is_not_taken_for_the_unchanged_one(
    signer: Signer, server: KeyServer, keys: KeySet, clock: Clock
) -> None:
    server.publish(b"<html>", ETag='"1"')
    assert "not a JWK set" in unavailable(signer, keys)
    clock.time += INTERVAL
    assert "not a JWK set" in unavailable(signer, keys)
    assert "If-None-Match" not in server.asked[1]


def test_unchanged_is_no_answer_to_who_has_nothing(signer: Signer, server: KeyServer, keys: KeySet) -> None:
    server.answer = reply(304)
    assert unavailable(signer, keys).endswith("HTTP status 304")


def stalled(request: BaseHTTPRequestHandler) -> None:
    # Until the client has enough of it: then this reads the end of its stream.
    request.rfile.read(1)


def dripping(request: BaseHTTPRequestHandler) -> None:
    """A byte at a time, each in time, never an end."""
    request.send_response(200)
    request.end_headers()
    pause = threading.Event()
    try:
        while not pause.wait(0.05):
            request.wfile.write(b" ")
    except OSError:
        request.close_connection = True


def drips(before: bytes, drop: bytes) -> Answer:
    """An answer that begins, and then goes on for ever in drops that each come in time."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        pause = threading.Event()
        try:
            request.wfile.write(before)
            while not pause.wait(0.05):
                request.wfile.write(drop)
        except OSError:
            request.close_connection = True

    return answer


_CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def silent(request: BaseHTTPRequestHandler) -> None:
    request.close_connection = True


def not_http(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"what?\r\n\r\n")


FAILURES: dict[str, tuple[Answer, str]] = {
    "500": (reply(500), "HTTP status 500"),
    "404": (reply(404, b"no such thing"), "HTTP status 404"),
    "204": (reply(204), "HTTP status 204"),
    "a redirect": (reply(302, headers={"Location": "/elsewhere"}), "HTTP status 302"),
    "a page": (reply(200, b"<html></html>"), "not a JWK set"),
    "nothing": (reply(200), "not a JWK set"),
    "half a set": (reply(200, b'{"keys": [{"kid": "curr'), "not a JWK set"),
    "a list": (reply(200, b"[]"), "not a JWK set"),
    "another object": (reply(200, b'{"error": "later"}'), "not a JWK set"),
    "keys of another kind": (reply(200, b'{"keys": {"kid": "current"}}'), "not a JWK set"),
    "too deep": (reply(200, b'{"keys": ' + b"[" * 5000), "not a JWK set"),
    "too much": (reply(200, b" " * (MAX_SIZE + 1)), f"larger than {MAX_SIZE} bytes"),
    "no end": (dripping, "no answer within 0.5 s"),
    "no end of the status line": (drips(b"HTTP/1.1 200 ", b"O"), "no answer within 0.5 s"),
    "no end of a header": (drips(b"HTTP/1.1 200 OK\r\nX: ", b"y"), "no answer within 0.5 s"),
    "no end of headers": (drips(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"), "no answer within 0.5 s"),
    "no end of interim answers": (drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "no answer within 0.5 s"),
    "no end of chunks": (drips(_CHUNKED, b"1\r\n \r\n"), "no answer within 0.5 s"),
    "no end of the size of a chunk": (drips(_CHUNKED, b"0"), "no answer within 0.5 s"),
    "no end of trailers": (drips(_CHUNKED + b"0\r\n", b"X: y\r\n"), "no answer within 0.5 s"),
    "no answer": (stalled, "no answer within 0.5 s"),
    "hung up": (silent, "RemoteDisconnected"),
    "not HTTP": (not_http, "BadStatusLine"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_set_that_cannot_be_had(name: str, signers: dict[str, Signer], server: KeyServer, clock: Clock) -> None:
    signer = signers["parcel"]
    server.answer, reason = FAILURES[name]
    keys = KeySet(server.url, clock=clock, timeout=0.5 if "0.5 s" in reason else 10)
    message = unavailable(signer, keys)
    assert reason in message and server.url in message
    # Nobody else is asked, and the server is left alone for a while.
    assert unavailable(signer, keys) == message
    assert len(server.asked) == 1
    server.publish(signer.published)
    clock.time += INTERVAL
    assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS


def test_the_largest_set_is_read(signers: dict[str, Signer], server: KeyServer, keys: KeySet) -> None:
    signer = signers["parcel"]
    text = json.dumps(signer.published)
    server.publish((text + " " * (MAX_SIZE - len(text))).encode())
    assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS


def test_nobody_there(signers: dict[str, Signer], clock: Clock) -> None:
    with key_server() as gone:
        url = gone.url
    assert unavailable(signers["parcel"], KeySet(url, clock=clock)).endswith("Connection refused")


def test_keys_at_hand_serve_on_for_a_day(signer: Signer, server: KeyServer, keys: KeySet, clock: Clock) -> None:
    server.publish(signer.published)
    assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS
    server.answer = reply(503)
    clock.time += MAX_STALE - 1
    assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS
    assert len(server.asked) == 2
    # Whether there is a new key cannot be known.
    with pytest.raises(KeySetUnavailable, match="503"):
        signer.verify(signer.sign(CLAIMS, **signer.named("brand-new")), keys)
    clock.time += 1
    with pytest.raises(KeySetUnavailable, match="503"):
        signer.verify(signer.sign(CLAIMS), keys)
    server.publish(signer.published)
    clock.time += INTERVAL
    assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS


@pytest.mark.parametrize(
    "url",
    [
        "http://keys.example/jwks",
        "http://127.0.0.1.keys.example/jwks",
        "http://localhost@keys.example/jwks",
        "http://192.0.2.1/jwks",
        "ftp://localhost/jwks",
        "file:///etc/keys.json",
        "//localhost/jwks",
        "https://",
        "https:keys",
        "keys.json",
        "",
    ],
)
def test_keys_come_over_a_safe_way_or_not_at_all(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        KeySet(url)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "https://keys.example/a b",
            "https://keys.example/a\nb",
            "\thttps://keys.example/",
            "https://keys.example/\0",
        ),
        *(
            "https://keys.example/\x7f",
            "https://k\u0435ys.example/",
            "https:\\\\keys.example",
            "https://a\\@keys.example/",
        ),
        *("https://keys.example:99999/", "https://keys.example:port/", "https://keys.example:0/", "https://[::1/"),
        *("https://user:hush@keys.example/", "https://hush@keys.example/", "https://user:hu sh@keys.example:x/"),
    ],
)
def test_an_odd_address_is_refused_at_once_and_not_shown(url: str) -> None:
    with pytest.raises(ValueError, match="key set") as caught:
        KeySet(url)
    assert "hush" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "url",
    ["https://keys.example/jwks", "http://localhost:1/x", "http://127.0.0.1/x", "http://[::1]:9/x", "HTTPS://K/x"],
)
def test_safe_ways(url: str) -> None:
    assert url in repr(KeySet(url))


def test_secrets_in_the_url_are_not_shown(signers: dict[str, Signer], server: KeyServer) -> None:
    with pytest.raises(ValueError, match="user name or password") as caught:
        KeySet("https://user:qzSecret@keys.example/jwks")
    assert "qzSecret" not in str(caught.value)
    server.answer = reply(500)
    keys = KeySet(f"{server.url}?token=qzSecret")
    message = unavailable(signers["parcel"], keys)
    assert server.url in message
    assert "qzSecret" not in message + repr(keys)


def test_a_redirect_is_not_followed(signers: dict[str, Signer], server: KeyServer, keys: KeySet) -> None:
    signer = signers["parcel"]
    with key_server() as other:
        other.publish(signer.published)
        server.answer = reply(301, headers={"Location": other.url})
        assert "301" in unavailable(signer, keys)
        assert other.asked == []


def test_a_proxy_is_not_asked_for_what_is_on_this_machine(
    signers: dict[str, Signer], server: KeyServer, keys: KeySet, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer = signers["parcel"]
    with key_server() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        server.publish(signer.published)
        assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS
        assert proxy.asked == []


# -- several threads -----------------------------------------------------------------------------------


def test_threads_that_start_together_ask_once(signers: dict[str, Signer], server: KeyServer, keys: KeySet) -> None:
    signer = signers["parcel"]
    together = threading.Barrier(8)

    def verify(_: int) -> dict[str, Any]:
        together.wait(10)
        return signer.verify(signer.sign(CLAIMS), keys)

    server.publish(signer.published)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(verify, range(8))) == [CLAIMS] * 8
    assert len(server.asked) == 1


def test_who_has_the_key_does_not_wait(
    signers: dict[str, Signer], server: KeyServer, keys: KeySet, clock: Clock
) -> None:
    signer = signers["parcel"]
    server.publish(signer.published)
    assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS
    arrived, go_on = threading.Event(), threading.Event()
    publish = server.answer

    def slow(request: BaseHTTPRequestHandler) -> None:
        arrived.set()
        go_on.wait(10)
        publish(request)

    server.answer = slow
    clock.time += MAX_AGE
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(signer.verify, signer.sign(CLAIMS), keys)
        assert arrived.wait(10)
        # The other thread asks; the clock says that the keys are old; this one goes on with them.
        assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS
        assert not asking.done()
        go_on.set()
        assert asking.result(10) == CLAIMS
    assert len(server.asked) == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("cached", [False, True])
def test_a_forked_process_does_not_wait_for_a_fetch_of_its_parent(
    cached: bool, signers: dict[str, Signer], server: KeyServer, keys: KeySet, clock: Clock
) -> None:
    signer = signers["parcel"]
    server.publish(signer.published)
    publish = server.answer
    if cached:
        assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS
        clock.time += MAX_STALE
    arrived, go_on = threading.Event(), threading.Event()

    def slow(request: BaseHTTPRequestHandler) -> None:
        server.answer = publish
        arrived.set()
        go_on.wait(30)
        publish(request)

    server.answer = slow
    signed = signer.sign(CLAIMS)
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(signer.verify, signed, keys)
        assert arrived.wait(10)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 and newer: fork beside threads
            child = os.fork()
        if child == 0:
            # Nothing of the test may run twice, whatever happens; an alarm ends a child that waits.
            signal.alarm(10)
            try:
                os._exit(0 if signer.verify(signed, keys) == CLAIMS else 1)
            except BaseException:
                os._exit(2)
        _, status = os.waitpid(child, 0)
        go_on.set()
        assert asking.result(10) == CLAIMS
    assert status == 0


# -- a file --------------------------------------------------------------------------------------------


def test_a_file_is_read_when_it_is_needed_and_when_it_has_changed(signer: Signer, tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "keys.json"
    keys = KeySet(path, clock=clock)
    assert "No such file" in unavailable(signer, keys)
    path.write_text(json.dumps(jwk_set(signer.current)))
    clock.time += INTERVAL
    assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS
    clock.time += INTERVAL
    unknown(signer, keys, "next")
    path.write_text(json.dumps(signer.published))
    clock.time += INTERVAL
    assert signer.verify(signer.sign(CLAIMS, signer.next), keys) == CLAIMS


def test_an_unchanged_file_is_not_read_again(signers: dict[str, Signer], tmp_path: Path, clock: Clock) -> None:
    signer = signers["parcel"]
    path = tmp_path / "keys.json"
    text = json.dumps(signer.published)
    path.write_text(text)
    keys = KeySet(path, clock=clock)
    assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS
    # The same time, size and place: not looked into.
    stat = path.stat()
    with path.open("r+") as file:
        file.write(" " * len(text))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    clock.time += MAX_AGE
    assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda _: None, "No such file"),
        (lambda path: path.mkdir(), "Is a directory"),
        (lambda path: path.write_bytes(b" " * (MAX_SIZE + 1)), f"larger than {MAX_SIZE} bytes"),
        (lambda path: path.write_bytes(b"{"), "not a JWK set"),
        (lambda path: path.write_bytes(b""), "not a JWK set"),
    ],
)
def test_a_file_that_is_no_key_set(
    make: Callable[[Path], object], reason: str, signers: dict[str, Signer], tmp_path: Path
) -> None:
    path = tmp_path / "keys.json"
    make(path)
    message = unavailable(signers["parcel"], KeySet(path))
    assert reason in message and str(path) in message


# -- an object -----------------------------------------------------------------------------------------


def test_an_object_never_changes(signer: Signer) -> None:
    keys = KeySet(signer.published)
    assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS
    unknown(signer, keys)


@pytest.mark.parametrize("given", [{}, {"keys": None}, {"keys": {}}, {"kty": "RSA", "kid": "x"}])
def test_an_object_that_is_no_key_set_is_refused_at_once(given: dict[str, Any]) -> None:
    with pytest.raises(KeySetUnavailable, match="not a JWK set"):
        KeySet(given)


def test_odd_keys_are_passed_over(signer: Signer) -> None:
    good = signer.published["keys"]
    nameless = {name: value for name, value in good[0].items() if name != "kid"}
    odd: list[Any] = [
        None,
        7,
        "current",
        [],
        {},
        nameless,
        {**good[0], "kid": 7},
        {**good[0], "kid": None},
        {"kid": "current"},
        {"kid": "current", "kty": "later", "x": "y"},
        {"kid": "current", "kty": ["RSA"]},
        {"kid": "current", "kty": "RSA"},
        {"kid": "current", "kty": "RSA", "n": "!", "e": "AQAB"},
        {"kid": "current", "kty": "RSA", "n": "", "e": ""},
        {"kid": "current", "kty": "RSA", "n": 7, "e": None},
        {"kid": "current", "kty": "EC", "crv": "P-0", "x": "AA", "y": "AA"},
        {"kid": "current", "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kid": "current", "kty": "OKP", "crv": "Ed25519", "x": "AA"},
        {"kid": "current", "kty": "oct", "k": ""},
        {**good[0], "use": "later"},
    ]
    keys = KeySet({"keys": [*odd, *good]})
    assert repr(keys) == "KeySet(2 keys)"
    assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS
    assert signer.verify(signer.sign(CLAIMS, signer.next), keys) == CLAIMS
    unknown(signer, KeySet({"keys": odd}), "current")
    unknown(signer, KeySet({"keys": []}), "current")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"revoked": {"revoked_at": 1_700_000_000, "reason": "superseded"}}, "has been revoked"),
        ({"revoked": True}, "has been revoked"),
        ({"exp": 1_700_000_000}, "has expired"),
        ({"exp": 1.5}, "has expired"),
        ({"d": "hush"}, "is private"),
        ({"k": "hush"}, "is private"),
    ],
)
def test_a_key_that_nobody_can_trust_is_refused_with_a_warning(
    signer: Signer, change: dict[str, Any], reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    first, *others = signer.published["keys"]
    keys = KeySet({"keys": [{**first, **change}, *others]})
    (record,) = caplog.records
    assert record.name == "eventcontract.webhook"
    assert reason in record.getMessage() and "hush" not in record.getMessage()
    unknown(signer, keys, first["kid"])
    assert signer.verify(signer.sign(CLAIMS, signer.next), keys) == CLAIMS


def test_keys_that_expire_later_are_used(signer: Signer, caplog: pytest.LogCaptureFixture) -> None:
    times = [{"exp": time.time() + 60}, {"exp": "soon"}, {"exp": True}, {"revoked": None}, {"nbf": 0}]
    for change in times:
        keys = KeySet({"keys": [{**each, **change} for each in signer.published["keys"]]})
        assert signer.verify(signer.sign(CLAIMS), keys) == CLAIMS
    assert not caplog.records


def test_private_keys_are_neither_used_nor_shown(signer: Signer) -> None:
    private = {"keys": [signer.current.as_dict(private=True)]}
    secret = private["keys"][0]["d"]
    keys = KeySet(private)
    assert repr(keys) == "KeySet(0 keys)"
    with pytest.raises(UnknownKey) as caught:
        signer.verify(signer.sign(CLAIMS), keys)
    assert isinstance(secret, str)
    assert secret not in "".join(traceback.format_exception(caught.value))
