"""The bytes of a saved page -> its text, and the form that it is in."""

from __future__ import annotations

import email
import email.policy
import re
from typing import Literal

from eventcontract.drift.wording import seen

Form = Literal["html", "markdown", "text"]

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32"}
_MARKS |= {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_OTHERS = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a ZIP file or an office document",
    b"\x1f\x8b": "compressed with gzip",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"bplist00": "a web archive of Safari",
}
_CHARSET = re.compile(rb"<meta[^>]*charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_TAGS = re.compile(r"</(?:p|h[1-6]|td|th|tr|table|div|ul|dl|pre|section|article|main)>", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"""(?mx)
    ^\#{1,6}[ ]\S            # a heading
    | ^[ ]{0,3}(?:```|~~~)   # a block of code
    | ^[ ]{0,3}\|?(?:[ ]*:?-{3,}:?[ ]*\|)+[ ]*(?::?-{3,}:?[ ]*)?$  # the rule below the head of a table
    | \*\*[^*\n]+\*\*        # bold
    """
)
# Two or three characters that UTF-8 was, read as Windows-1252.
_MOJIBAKE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{1,3}"
)


class NotAPage(ValueError):
    """A file that is not a page in a form that can be read; the message says what it is."""


def decode(data: bytes, name: str = "") -> tuple[Form, str]:
    """(form, text with ``\\n`` for line ends) of the file ``name``; :class:`NotAPage` if it is something else."""
    for mark, what in _OTHERS.items():
        if data.startswith(mark):
            raise NotAPage(f"this is {what}: save the page as text, Markdown or HTML")
    text = _text(data)
    if text[:200].lower().startswith(("from: <saved by", "mime-version:")):
        text = _single_file(data)
    text = seen(_MOJIBAKE.sub(_mended, text.replace("\r\n", "\n").replace("\r", "\n")))
    return _form(text, name.lower()), text


def _text(data: bytes) -> str:
    encoding = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), None)
    if encoding is None and b"\x00" in data:
        raise NotAPage("this is UTF-16 without a byte order mark, or not text: save the page as UTF-8")
    declared = _CHARSET.search(data[:2048]) if encoding is None else None
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        try:
            if declared is not None:
                return data.decode(declared[1].decode())
        except (LookupError, UnicodeDecodeError):
            pass
    raise NotAPage(f"this is not {(encoding or 'utf-8').upper()}: save the page as UTF-8")


def _single_file(data: bytes) -> str:
    """The page in a file of the form that browsers call "single file" (MHTML)."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_subtype() == "html":
            return str(part.get_content())
    raise NotAPage("this is a message without a page")


def _form(text: str, name: str) -> Form:
    if _HTML.match(text) or (name.endswith((".html", ".htm", ".xhtml")) and "<" in text):
        return "html"
    if name.endswith((".md", ".markdown", ".mdx")):
        return "markdown"
    if _MARKDOWN.search(text):
        return "markdown"
    return "html" if len(_TAGS.findall(text)) > 5 else "text"


def _mended(match: re.Match[str]) -> str:
    raw = b"".join(bytes([ord(each)]) if ord(each) < 256 else each.encode("cp1252") for each in match[0])
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return match[0]
