"""How timestamps and dates are written: as documented, and in every form that can be read.

Regular expressions for the whole text, in the common subset of ECMA 262, Python and Rust.
"""

from __future__ import annotations

_DAY = (
    r"(?!0000)(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)"
)
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
_OFFSET = r"[+-](?:[01][0-9]|2[0-3]):[0-5][0-9]"
_ANY_OFFSET = r"(?:[Zz]| ?[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])"

#: Kind -> the form of a type that documents none: RFC 3339.
DOCUMENTED = {"timestamp": f"{_DAY}[Tt]{_TIME}(?:[Zz]|{_OFFSET})", "date": _DAY}
#: Kind -> every form that can be read. A day may have a midnight behind it.
READABLE = {
    "timestamp": f"{_DAY}[Tt ]{_TIME}{_ANY_OFFSET}",
    "date": rf"{_DAY}(?:[Tt ]00:00:00(?:\.0+)?{_ANY_OFFSET})?",
}


def readable(kind: str, reads: str | None) -> str | None:
    """What a reader accepts of ``reads``: of a timestamp or date, nothing that cannot be read."""
    everything = READABLE.get(kind)
    if reads is None or everything is None or reads == everything:
        return reads or everything
    return rf"(?=(?:{everything})$(?!\n))(?:{reads})"


def reads_all(kind: str, reads: str | None) -> bool:
    """Whether a type whose readers accept ``reads`` accepts everything that can be read of its kind."""
    return kind not in READABLE or reads in (None, READABLE[kind])
