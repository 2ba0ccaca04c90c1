"""Events as decoded JSON that note what is read of them."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable, ItemsView, Iterator, KeysView, ValuesView
from types import FrameType
from typing import Any

from eventcontract import pointers
from eventcontract.pointers import ELEMENT, Path

#: Notes that something is read in a frame: of an event, at a path, one field or all of the object there.
Note = Callable[[FrameType, str, Path, bool], None]


class Watched(dict[str, Any]):
    """An object of an event. What reads it as a whole gets a plain copy where it gets a copy.

    Compiled code that takes a ``dict`` apart asks none of these methods: what it reads is not seen.
    """

    __slots__ = ("_event", "_note", "_path", "_rest")

    def __init__(self, value: dict[str, Any], event: str, path: Path, note: Note) -> None:
        super().__init__({key: watched(each, event, (*path, key), note) for key, each in value.items()})
        self._event, self._path, self._note = event, path, note
        # Keys that are about to be read one after the other, as dict(…) does: that reads no single field.
        self._rest: Iterator[str] = iter(())

    def _one(self, key: Any) -> None:
        if next(self._rest, None) == key:
            return
        self._rest = iter(())
        if isinstance(key, str):
            self._note(sys._getframe(2), self._event, (*self._path, key), False)

    def _whole(self) -> None:
        self._note(sys._getframe(2), self._event, self._path, True)

    def _plain(self) -> dict[str, Any]:
        return {key: _plain(each) for key, each in dict.items(self)}

    # -- one field -------------------------------------------------------------------------------

    def __getitem__(self, key: str) -> Any:
        self._one(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._one(key)
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self._one(key)
        return super().get(key, default)

    def pop(self, key: str, *default: Any) -> Any:
        self._one(key)
        return super().pop(key, *default)

    def setdefault(self, key: str, default: Any = None) -> Any:
        self._one(key)
        return super().setdefault(key, default)

    # -- all of it -------------------------------------------------------------------------------

    def __iter__(self) -> Iterator[str]:
        self._whole()
        self._rest = super().__iter__()
        return super().__iter__()

    def keys(self) -> KeysView[str]:  # type: ignore[override]
        self._whole()
        self._rest = super().__iter__()
        return super().keys()

    def items(self) -> ItemsView[str, Any]:  # type: ignore[override]
        self._whole()
        return super().items()

    def values(self) -> ValuesView[Any]:  # type: ignore[override]
        self._whole()
        return super().values()

    def popitem(self) -> tuple[str, Any]:
        self._whole()
        return super().popitem()

    def copy(self) -> dict[str, Any]:
        self._whole()
        return dict(super().items())

    def __eq__(self, other: object) -> bool:
        self._whole()
        return super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        self._whole()
        return super().__ne__(other)

    def __or__(self, other: Any) -> Any:
        self._whole()
        return dict(super().items()) | other

    def __ror__(self, other: Any) -> Any:
        self._whole()
        return other | dict(super().items())

    def __repr__(self) -> str:
        self._whole()
        return super().__repr__()

    def __copy__(self) -> dict[str, Any]:
        self._whole()
        return dict(super().items())

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        self._whole()
        return copy.deepcopy(self._plain(), memo)

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        self._whole()
        return dict, (self._plain(),)


def watched(value: Any, event: str, path: Path, note: Note) -> Any:
    """``value``, decoded JSON at ``path`` of an event, noting what is read of it."""
    if type(value) is dict:
        return Watched(value, event, path, note)
    if type(value) is list:
        return [watched(each, event, (*path, ELEMENT), note) for each in value]
    return value


def watch_events(value: Any, name_path: Path, known: Callable[[str], bool], note: Note) -> Any:
    """``value``, decoded JSON, in which all events note what is read of them.

    An event is an object with a known name at ``name_path``.
    """
    if type(value) is dict:
        name = pointers.get(value, name_path)
        if isinstance(name, str) and known(name):
            return Watched(value, name, (), note)
        for key, each in value.items():
            if type(each) in (dict, list):
                value[key] = watch_events(each, name_path, known, note)
    elif type(value) is list:
        value[:] = [watch_events(each, name_path, known, note) for each in value]
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Watched):
        return value._plain()
    return [_plain(each) for each in value] if type(value) is list else value
