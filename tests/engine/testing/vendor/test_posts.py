"""A command line that reproduces a request reproduces every byte of it."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from eventcontract.testing.vendor.posts import SIGNED, Post
from tests.support.receiver import receiving

BODIES = {
    "json": b'{"a": "b", "c": 1.0}',
    "quotes": b'{"a": "it\'s $HOME `x` \\"y\\" \\\\n %s %d"}',
    "like a file": b"@/etc/hostname",
    "text of people": '{"a": "Ünïcödé 漢字 🙂"}'.encode(),
    "line feeds": b'{\n\t"a": 1\r\n}\n',
    "control characters": '{"a": "\u0085\u202e\x7f"}'.encode(),
    "not UTF-8": bytes(range(1, 256)),
    "a digit after an escape": b"\x017\xff9%%",
    "nothing": b"",
    "large": b'{"a": "' + b"x" * 300_000 + b'"}',
}


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
@pytest.mark.parametrize("name", BODIES)
def test_curl_sends_the_same(name: str) -> None:
    post = Post(BODIES[name], SIGNED, {"X-Other": "it's so"})
    with receiving() as running:
        command = post.curl(running.url + "?a=1&b='2'")
        # By standard input, as somebody who pastes it: no argument may be as long as the longest of these.
        ran = subprocess.run(["sh"], input=command.encode(), capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert b" 204 " in ran.stdout
    (received,) = running.came
    assert received.body == post.body
    assert received.path == "/hook?a=1&b='2'"
    assert received.headers["Content-Type"] == SIGNED
    assert received.headers["X-Other"] == "it's so"


def test_its_text_holds_no_values() -> None:
    assert "secret" not in repr(Post(b'{"a": "secret"}'))
