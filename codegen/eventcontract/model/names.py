"""From the vendor's names to Python's, and which names of Python's are taken."""

from __future__ import annotations

import builtins
import keyword
import re
import sys

#: What generated modules define or import themselves; no event or shape can take these names.
RESERVED = frozenset(
    {
        "Any",
        "BATCHES",
        "BatchRow",
        "ClassVar",
        "ContractViolation",
        "Day",
        "Delivery",
        "ENVELOPES",
        "EVENTS",
        "EnvelopeRow",
        "Event",
        "Finding",
        "ForeignEnvelope",
        "Integer",
        "MAX_SIZE",
        "Mapping",
        "NamedTuple",
        "NotAnEvent",
        "NotJSON",
        "Package",
        "Parsed",
        "ParsedBatch",
        "Partitioning",
        "Record",
        "ResponseRow",
        "SignedDelivery",
        "TYPE_CHECKING",
        "Timestamp",
        "TypeAlias",
        "TypeVar",
        "Undocumented",
        "Unknown",
        "UnknownEvent",
    }
)
#: Names that class bodies are written with: a member of such a name would hide what the members after it need.
_ANNOTATIONS = frozenset(
    {
        *("Any", "ClassVar", "Day", "Integer", "Record", "Timestamp", "Undocumented", "dataclass"),
        *("bool", "dict", "float", "frozenset", "int", "list", "property", "str", "tuple"),
    }
)
#: Modules and functions that every generated package has.
_MEMBERS = frozenset(
    {
        *("audit", "events", "message", "testing", "webhook"),
        *("check", "encode", "extras", "fingerprint", "overload", "parse", "parse_batch", "annotations"),
    }
)
#: The import names of what the engine and generated packages import, with every extra.
DEPENDENCIES = frozenset(
    {
        *("backports", "boto3", "click", "datamodel_code_generator", "eventcontract", "fsspec", "hypothesis", "isal"),
        *("jinja2", "joserfc", "jsonschema", "jsonschema_rs", "markdown_it", "msgspec", "pyarrow", "pygments"),
        *("pytest", "requests", "rich"),
        *("ruff", "schemathesis", "yaml"),
    }
)


def class_name(name: str) -> str:
    """``parcel_lost`` -> ``ParcelLost``; dots and dashes separate words too."""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[^A-Za-z0-9]+", name))


def attribute_name(key: str) -> str:
    """The Python attribute for a JSON key: the key itself where that is possible.

    Characters that no identifier can hold become ``_``, and leading underscores are dropped:
    ``$ref`` -> ``ref``. A keyword or a name that annotations need gets a trailing underscore:
    ``from`` -> ``from_``.
    """
    name = re.sub(r"\W", "_", key, flags=re.ASCII).lstrip("_") or "field"
    if name[0].isdigit():
        name = "field_" + name
    return name + "_" if keyword.iskeyword(name) or name in _ANNOTATIONS else name


def split_class(type_name: str) -> str:
    """The class of the parts of an identifier."""
    return f"Split{class_name(type_name)}"


def attribute_fault(name: str) -> str | None:
    """Why a member of a class cannot have the attribute ``name``; ``None`` if it can."""
    if keyword.iskeyword(name):
        return "a Python keyword"
    if name in _ANNOTATIONS:
        return "a name that type annotations use"
    return None


def class_fault(name: str) -> str | None:
    """Why no generated class can be called ``name``; ``None`` if one can."""
    if keyword.iskeyword(name):
        return "a Python keyword"
    if name in RESERVED:
        return "a name that every generated package uses"
    if hasattr(builtins, name):
        return "a Python builtin"
    return None


def module_fault(name: str) -> str | None:
    """Why no generated module can be called ``name``; ``None`` if one can."""
    if not name.isidentifier() or not name.isascii():
        return "not a Python identifier"
    if keyword.iskeyword(name):
        return "a Python keyword"
    if name in _MEMBERS or name.startswith("_"):
        return "a name that every generated package uses"
    return None


def package_fault(name: str) -> str | None:
    """Why no generated package can be called ``name``; ``None`` if one can."""
    if keyword.iskeyword(name):
        return "a Python keyword"
    if name in sys.stdlib_module_names:
        return "a module of Python's standard library"
    if name in DEPENDENCIES:
        return "a package that generated packages need"
    return None
