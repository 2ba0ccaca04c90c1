"""Values in place of others: always the same one for the same value and key, and different ones for different values.

Numbers are permuted within their length class, so no two get the same pseudonym. Texts get letters that depend on the
whole text; at least 15 of them, so that two texts with the same pseudonym do not occur.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid
from calendar import isleap
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

_ROUNDS = 10
# The longest of each length class of identifiers, in digits. A wide class, because all of few would be guessed.
_IDENTIFIERS = (6, 9, 13, 18)
# Numbers such as points have few digits, and what reads them expects few.
_NUMBERS = 3
# More digits than a double holds exactly.
_EXACT = 15
_SHORTEST = 15
_REMEMBERED = 50_000
# Longer texts and numbers are not permuted, but replaced by what depends on all of them.
_LONG = 64
_WIDEST = 306
_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
# How often a permutation is repeated until its result is of the wanted form.
_PATIENCE = 10_000

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_URL = re.compile(r"(https?://)\S+", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@]+@[^\s@]+")
_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
_SPACE = re.compile(r"\s")
_TIME = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:(?P<between>[Tt ])(?P<time>[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.(?P<fraction>[0-9]{1,15}))?))?"
    r"(?P<rest>[^0-9].{0,9}|)",
    re.DOTALL,
)
_MIDNIGHT = re.compile(r"00:00:00(?:\.0+)?")
# Of the top-level domains that RFC 2606 reserves: nobody is reached there.
_HOST = "pseudonym.invalid"
_LETTERS = bytes(ord("a") + byte % 26 for byte in range(256))
_WORDS = bytes(ord(" ") if byte < 40 else ord("a") + byte % 26 for byte in range(256))

# Hangul syllables: letters that occur in no name that a program made up.
_HANGUL, _SYLLABLES = 0xAC00, 11172


class Pseudonyms:
    """The pseudonyms under one ``key`` (secret bytes). Methods can be called by several threads at once."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._identifier = lru_cache(_REMEMBERED)(self._new_identifier)
        self._text = lru_cache(_REMEMBERED)(self._new_text)
        self._integer = lru_cache(_REMEMBERED)(self._new_integer)

    def __reduce__(self) -> tuple[type[Pseudonyms], tuple[bytes]]:
        return Pseudonyms, (self._key,)

    # -- texts -----------------------------------------------------------------------------------

    def text(self, text: str, limit: int | None = None) -> str:
        """Letters in place of ``text``, with spaces if it has any; a UUID, URL or mail address in place of another.

        Their number is the next one of 15, 31, 63, 127 and so on, so that it does not identify the text, but at most
        ``limit`` if the text has at most that many. Empty text stays empty.
        """
        found = self._new_text(text) if len(text) > 1000 else self._text(text)
        return found[:limit] if limit is not None and len(text) <= limit else found

    def _new_text(self, text: str) -> str:
        if not text:
            return text
        seed = self._digest("text", text.encode())
        if _UUID.fullmatch(text):
            return str(uuid.UUID(bytes=seed[:16], version=4))
        if _TOKEN.fullmatch(text.strip()):
            return token(seed)
        length = max(_SHORTEST, (1 << len(text).bit_length()) - 1)
        if (url := _URL.fullmatch(text)) is not None:
            start = f"{url[1].lower()}{_HOST}/"
            return start + _letters(seed, max(length - len(start), _SHORTEST))
        if _MAIL.fullmatch(text):
            return _letters(seed, max(length - len(_HOST) - 1, _SHORTEST)) + "@" + _HOST
        return _letters(seed, length, _WORDS if _SPACE.search(text) else _LETTERS)

    def odd(self, text: str) -> str:
        """As many characters in place of ``text``, which no program would choose as a name."""
        seed = self._digest("odd", text.encode())
        last = chr(_HANGUL + int.from_bytes(seed[:4], "big") % _SYLLABLES)
        return _letters(seed, len(text) - 1) + last if text else text

    def respelled(self, text: str, same: Callable[[str], bool] = lambda _: True) -> str:
        """Digits in place of digits, letters in place of letters, so that ``same`` is true of it, as it is of ``text``.

        No two ASCII texts of up to 64 characters become the same.
        """
        classes = [_class(character) for character in text]
        if len(text) > _LONG:
            return self._respelled_by_hash(text, classes, same)
        number, total = 0, 1
        for character, (first, size) in zip(text, classes, strict=True):
            number, total = number * size + (ord(character) - first) % size, total * size

        def spelled(number: int) -> str:
            found = []
            for first, size in reversed(classes):
                number, digit = divmod(number, size)
                found.append(chr(first + digit))
            return "".join(reversed(found))

        what = "spelling " + " ".join(f"{first:x}" for first, _ in classes)
        try:
            return spelled(self._walk(number, 0, total, what, lambda each: same(spelled(each))))
        except LookupError:
            return self.odd(text)

    def _respelled_by_hash(self, text: str, classes: list[tuple[int, int]], same: Callable[[str], bool]) -> str:
        for attempt in range(_PATIENCE):
            seed = self._digest(f"spelling {attempt}", text.encode())
            drawn = hashlib.shake_256(seed).digest(4 * len(text))
            found = "".join(
                chr(first + int.from_bytes(drawn[4 * index : 4 * index + 4], "big") % size)
                for index, (first, size) in enumerate(classes)
            )
            if same(found):
                return found
        return self.odd(text)

    def known(self, value: str, values: Sequence[str]) -> str:
        """One of ``values`` in place of another."""
        number = self._walk(values.index(value), 0, len(values), f"values {values!r}")
        return values[number]

    # -- identifiers and numbers -------------------------------------------------------------------

    def identifier(self, text: str, part: int | None = None) -> str:
        """The pseudonym of an identifier in decimal digits.

        With ``part``, an identifier of at least that number is composed of the number of its part times ``part`` and a
        local identifier: the part stays, and the local identifier gets the pseudonym that it has alone. Zeros in front
        stay.
        """
        return self._identifier(text, part)

    def _new_identifier(self, text: str, part: int | None) -> str:
        if len(text) > _LONG:
            return self.respelled(text)
        number = int(text)
        zeros = text[: len(text) - len(str(number))]
        above, local = divmod(number, part) if part else (0, number)
        low = 0
        for digits in (*_IDENTIFIERS, len(str(local))):
            high = 10**digits
            if local < high:
                break
            low = high
        low = max(low, high // 10) if digits > _IDENTIFIERS[-1] else low
        return zeros + str(above * (part or 0) + self._walk(local, low, min(high, part or high), "identifier"))

    def integer(self, number: int) -> int:
        """A whole number in place of ``number``, of its sign and length class: up to 3 digits, up to 6 and so on."""
        return self._integer(number)

    def _new_integer(self, number: int) -> int:
        least = 0 if number >= 0 else 1  # there is no negative zero
        return self._magnitude(number, least) if number >= 0 else -self._magnitude(-number, least)

    def _magnitude(self, number: int, least: int) -> int:
        digits = len(str(number))
        if digits > _WIDEST:  # the next class would be out of range for a double
            return self._walk(number % 10**_WIDEST, least, 10**_WIDEST, "number")
        low, high = _class_of_number(digits, least)
        return self._walk(number, low, high, "number")

    def number(self, number: float) -> float:
        """A number in place of ``number``, with as many digits after the point; a whole number in place of one."""
        if number.is_integer() and abs(number) < 10**_EXACT:
            return float(self.integer(int(number)))
        sign, digits, exponent = Decimal(repr(number)).as_tuple()
        assert isinstance(exponent, int)
        whole = int("".join(map(str, digits)))
        if len(digits) <= _EXACT and -_EXACT <= exponent < 0:
            low, high = _class_of_number(len(digits), 1)
            # With a zero at the end, it would be a number with fewer digits after the point.
            found = self._walk(whole, low, high, "fraction", lambda each: each % 10 > 0)
        else:
            seed = self._digest("number", repr(number).encode())
            found = 1 + int.from_bytes(seed[:8], "big") % (10**_EXACT - 1)
            exponent = max(min(exponent + len(digits) - _EXACT, 290), -300)
            if not number.is_integer():
                found, exponent = found + (found % 10 == 0), min(exponent, -1)
        return float(f"{'-' if sign else ''}{found}e{exponent}")

    # -- times -------------------------------------------------------------------------------------

    def time(self, text: str, same: Callable[[str], bool]) -> str:
        """Another moment of the same year, or another day if ``text`` is one, in the same spelling.

        ``same`` is true of it, as it is of ``text``. What is not a time is respelled.
        """
        match = _TIME.fullmatch(text)
        try:
            day = date.fromisoformat(match["day"]) if match else None
        except ValueError:
            day = None
        if match is None or day is None:
            return self.respelled(text, same)
        first, days = date(day.year, 1, 1), 366 if isleap(day.year) else 365
        # A day that is written with a midnight behind it remains one.
        hours = match["time"] is not None and not _MIDNIGHT.fullmatch(match["time"])
        scale = 10 ** len(match["fraction"] or "") if hours else 1

        def spelled(number: int) -> str:
            seconds, part = divmod(number, scale)
            shift, second = divmod(seconds, _DAY if hours else 1)
            found = str(first + timedelta(shift)) + (match["between"] or "")
            if not hours:
                return found + (match["time"] or "") + match["rest"]
            clock = f"{second // _HOUR:02}:{second % _HOUR // _MINUTE:02}:{second % _MINUTE:02}"
            if match["fraction"]:
                clock += f".{part:0{len(match['fraction'])}}"
            return found + clock + match["rest"]

        number = (day - first).days
        if hours:
            hour, minute, second = (int(match["time"][at : at + 2]) for at in (0, 3, 6))
            if hour > 23 or minute > 59 or second > 59:
                return self.respelled(text, same)
            number = (number * _DAY + hour * _HOUR + minute * _MINUTE + second) * scale + int(match["fraction"] or 0)
        total = days * (_DAY if hours else 1) * scale
        what = f"time {day.year} {match['between']} {match['rest']}"
        try:
            return spelled(self._walk(number, 0, total, what, lambda each: same(spelled(each))))
        except LookupError:
            return self.odd(text)

    # -- how ---------------------------------------------------------------------------------------

    def _digest(self, what: str, value: bytes) -> bytes:
        return hmac.digest(self._key, what.encode() + b"\0" + value, "sha256")

    def _walk(self, number: int, low: int, high: int, what: str, same: Callable[[int], bool] = lambda _: True) -> int:
        """The number that a permutation of those from ``low`` to before ``high`` puts in place of ``number``.

        The permutation is repeated until ``same`` is true, as it is of ``number``: a permutation of such
        numbers. ``LookupError`` if that takes too long.
        """
        size = high - low
        if size < 2:
            return number
        half = max(1, ((size - 1).bit_length() + 1) // 2)
        found = number - low
        for _ in range(_PATIENCE):
            found = self._permuted(found, half, f"{what} {low} {high}")
            if found < size and same(low + found):
                return low + found
        raise LookupError("no other value of this form was found")

    def _permuted(self, number: int, half: int, what: str) -> int:
        """A Feistel network over numbers of twice ``half`` bits."""
        mask = (1 << half) - 1
        left, right = number >> half, number & mask
        length = (half + 7) // 8
        for turn in range(_ROUNDS):
            mixed = self._digest(f"{what} {turn}", right.to_bytes(length, "big"))
            if length > len(mixed):
                mixed = hashlib.shake_256(mixed).digest(length)
            left, right = right, left ^ (int.from_bytes(mixed, "big") & mask)
        return left << half | right


def _class(character: str) -> tuple[int, int]:
    """(first, number) of the characters that can take the place of ``character``."""
    if character.isascii():
        for first, size in ((ord("0"), 10), (ord("a"), 26), (ord("A"), 26)):
            if first <= ord(character) < first + size:
                return first, size
        return ord(character), 1
    return _HANGUL, _SYLLABLES


def _class_of_number(digits: int, least: int) -> tuple[int, int]:
    """(lowest, one more than highest) of the numbers of the length class of those with ``digits`` digits."""
    high = 10 ** (digits + -digits % _NUMBERS)
    return (high // 10**_NUMBERS if digits > _NUMBERS else least), high


def _letters(seed: bytes, length: int, letters: bytes = _LETTERS) -> str:
    found = hashlib.shake_256(seed).digest(length).translate(letters).decode()
    return found if found == found.strip() else "x" + found[1:-1] + "x"


def token(seed: bytes) -> str:
    """What looks like a signed token, and was signed by nobody."""
    return f"eyJ{_letters(seed, 30)}.{_letters(seed, 60)}.{_letters(seed, 43)}"
