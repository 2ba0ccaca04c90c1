"""Contract documents of older formats, rewritten as :mod:`eventcontract.model.document` reads them today.

Each function takes a decoded document of one format and returns that of the next. Nothing but comparing releases needs
them, so that reading a contract of today's format does not import this module.

A format is what one release wrote: raise ``document.FORMAT`` when a word changes its place, its name or its meaning,
and add a function here.
"""

from __future__ import annotations

from typing import Any

#: What a document says of a value. Format 1 said it of the field.
_OF_TYPES = frozenset(
    {
        *("type", "kind", "values", "observed", "value_patterns", "separator", "scope", "limit", "empty"),
        *("shape", "open", "fields", "alternatives", "items"),
    }
)


def upgrade(document: dict[str, Any], found: int, wanted: int) -> dict[str, Any]:
    """``document`` of the format ``found`` in the format ``wanted``; ``ValueError`` if ``found`` was never a format."""
    if found not in _UPGRADES:
        raise ValueError(f"there has never been a format {found} of contracts")
    for number in range(found, wanted):
        document = _UPGRADES[number](document)
    return document


def _types_apart(document: dict[str, Any]) -> dict[str, Any]:
    """Format 2: a field has a ``type`` that says what its value is; the roots of trees are types, not fields."""
    message = document["message"]
    tree = message["tree"]
    return {
        **document,
        "message": {**message, "description": tree.get("description", ""), "tree": _type(tree)},
        "shapes": {name: {**each, "tree": _type(each["tree"])} for name, each in document.get("shapes", {}).items()},
        "events": {name: {**each, "body": _type(each["body"])} for name, each in document["events"].items()},
        "channels": {
            name: {**each, "headers": [_field(header) for header in each.get("headers", ())]}
            for name, each in document.get("channels", {}).items()
        },
    }


def _field(written: dict[str, Any]) -> dict[str, Any]:
    about = {word: value for word, value in written.items() if word not in _OF_TYPES}
    return {**about, "type": _type(written)}


def _type(written: dict[str, Any]) -> dict[str, Any]:
    match written["kind"]:
        case "array":
            return {"kind": "array", "items": _type(written["items"])}
        case "object":
            words = {word: value for word, value in written.items() if word in ("shape", "open", "alternatives")}
            return {"kind": "object", **words, "fields": [_field(each) for each in written.get("fields", ())]}
        case _:
            return {word: value for word, value in written.items() if word in _OF_TYPES}


def _general_envelopes(document: dict[str, Any]) -> dict[str, Any]:
    """Format 3: envelopes hold ``content``, batches describe their response, ``time`` belongs to the message."""
    message, signing = dict(document["message"]), dict(document.get("signing", {}))
    if "time" in signing:
        message["time"] = signing.pop("time")
    return {
        **document,
        "message": message,
        **({"signing": signing} if signing else {}),
        "envelopes": {name: _envelope(each) for name, each in document.get("envelopes", {}).items()},
        "batches": {name: _batch(each) for name, each in document.get("batches", {}).items()},
    }


def _envelope(written: dict[str, Any]) -> dict[str, Any]:
    return {"content" if word == "text" else word: value for word, value in written.items()}


def _batch(written: dict[str, Any]) -> dict[str, Any]:
    about = {word: value for word, value in written.items() if word not in ("failures", "failure")}
    if "failures" in written:
        about["response"] = {"entries": written["failures"], "identifier": written["failure"]}
    return about


_UPGRADES = {1: _types_apart, 2: _general_envelopes}
