"""How other libraries read the same generated classes, each as its documentation says.

All of them load the classes as they are. Only dacite is told two things: how a text becomes a
datetime or a date, and that lists become tuples.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import orjson

Reader = Callable[[bytes], Any]


def msgspec(cls: type[Any]) -> Reader:
    """msgspec straight into the dataclass; unknown keys pass without a look, the class is known before."""
    import msgspec

    return msgspec.json.Decoder(cls).decode


def pydantic(cls: type[Any]) -> Reader:
    """pydantic's TypeAdapter, from the text."""
    import pydantic

    return pydantic.TypeAdapter(cls).validate_json


def cattrs(cls: type[Any]) -> Reader:
    """cattrs with its preset for orjson."""
    from cattrs.preconf.orjson import make_converter

    converter = make_converter()
    return lambda text: converter.loads(text, cls)


def mashumaro(cls: type[Any]) -> Reader:
    """mashumaro's codec for orjson."""
    from mashumaro.codecs.orjson import ORJSONDecoder

    return ORJSONDecoder(cls).decode


def adaptix(cls: type[Any]) -> Reader:
    """orjson and adaptix."""
    from adaptix import Retort

    load = Retort().get_loader(cls)
    return lambda text: load(orjson.loads(text))


def dacite(cls: type[Any]) -> Reader:
    """orjson and dacite."""
    import dacite

    times = {each: each.fromisoformat for each in (datetime.datetime, datetime.date)}
    config = dacite.Config(type_hooks=times, cast=[tuple])
    return lambda text: dacite.from_dict(cls, orjson.loads(text), config)


LOADERS: dict[str, Callable[[type[Any]], Reader]] = {
    "msgspec (no dispatch, lax)": msgspec,
    "pydantic (no dispatch)": pydantic,
    "cattrs (no dispatch)": cattrs,
    "mashumaro (no dispatch)": mashumaro,
    "adaptix (no dispatch)": adaptix,
    "dacite (no dispatch)": dacite,
}


def jsonschema(schema: dict[str, Any]) -> Reader:
    """orjson and jsonschema, formats checked."""
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return lambda text: validator.is_valid(orjson.loads(text))


def jsonschema_rs(schema: dict[str, Any]) -> Reader:
    """orjson and jsonschema-rs, formats checked."""
    import jsonschema_rs

    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    return lambda text: validator.is_valid(orjson.loads(text))


def fastjsonschema(schema: dict[str, Any]) -> Reader:
    """orjson and fastjsonschema, which knows JSON Schema up to draft 7; the reader schemas use no newer word."""
    import fastjsonschema

    validate = fastjsonschema.compile(schema)
    return lambda text: validate(orjson.loads(text))


VALIDATORS: dict[str, Callable[[dict[str, Any]], Reader]] = {
    "orjson + jsonschema-rs (no types)": jsonschema_rs,
    "orjson + fastjsonschema (no types)": fastjsonschema,
    "orjson + jsonschema (no types)": jsonschema,
}
