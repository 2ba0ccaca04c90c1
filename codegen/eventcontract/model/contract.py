"""The words of a contract.

A contract describes the JSON events that one vendor sends. Every class here is frozen and holds
only standard-library values, so that a contract can be shared, hashed by part and written as JSON.

Two words carry most of the meaning:

*nullable* says what is known of JSON ``null`` in a field: ``"yes"`` (seen or stated), ``"no"``
(the sender always has a value) or ``"unknown"`` (nothing proves either).

*evidence* says where a fact is known from: ``"documented"`` (the vendor's documentation),
``"emitter"`` (the vendor's published source code) or ``"example"`` (only an example shows it).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias

from eventcontract.model.names import attribute_name

Evidence = Literal["documented", "emitter", "example"]
Nullable = Literal["yes", "no", "unknown"]
Effect = Literal["tolerated", "refused", "note"]
Tolerance = Literal["integer", "spelling"]
ScalarKind = Literal["text", "identifier", "integer", "number", "boolean", "timestamp", "date"]
Kind = Literal[ScalarKind, "object", "array"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """An identifier of ``scope`` is the number of its ``part`` times ``size`` plus the identifier within the part."""

    scope: str
    size: int
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalarType:
    """A named scalar of the vendor: what it is in JSON, and which spellings count.

    ``pattern`` is the documented form (a regular expression, whole match), ``reads`` the wider form
    that a reader accepts and ``sends`` the narrower one that the vendor sends; ``None`` where they
    do not differ. A timestamp or date has both ``pattern`` and ``reads``.
    All are texts in the common subset of ECMA 262, Python and Rust regular expressions.

    ``prose`` says that people write the text, in any language; ``chosen`` that people or institutions
    choose it, so that it can have any length, whether or not it is prose.

    ``scopes`` says where an identifier can be valid and what that means; ``partition`` is how an
    identifier of one scope is put together.
    """

    name: str
    kind: ScalarKind
    description: str
    pattern: str | None = None
    reads: str | None = None
    sends: str | None = None
    prose: bool = False
    chosen: bool = False
    scopes: dict[str, str] = field(default_factory=dict)
    partition: Partition | None = None
    sensitive: bool = True
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A yes/no question about an object, answered by whether one of its fields has a value."""

    name: str
    description: str
    present: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One of the shapes an object can take: the fields that occur together."""

    name: str
    description: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """When something changed: in the month ``after`` at the earliest, in the month ``by`` at the latest (``YYYY-MM``).

    ``None`` where that end is not known. ``source`` says where it is known from.
    """

    source: str
    after: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A list of values that several fields share, known from the vendor's source code.

    Where a list is ``open``, the source code allows any other text too. It can have no values.
    """

    name: str
    description: str
    source: str
    values: tuple[str, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key that is known to occur in an object, though nothing is known of its value."""

    name: str
    source: str
    since: Span | None = None
    until: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerated:
    """What the erratum ``id`` allows in a field."""

    id: str
    tolerates: Tolerance


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A value of the scalar type ``type``, and what is known of the values in one place.

    ``values`` are the values that the documentation lists here, ``vocabulary`` is the list that the
    source code has, ``observed`` are values merely seen in examples and ``value_patterns`` families of
    known values; none of them closes the list. With ``separator``, the text is a list of such values.
    ``empty`` says that the empty text occurs, ``limit`` is the most characters that a text has.
    ``chosen`` is ``None`` where that is as the scalar type says.

    ``errata`` and ``const`` are filled in for one event (:func:`eventcontract.model.event_root`):
    what errata allow here, and the one value that names the event.
    """

    type: str
    kind: ScalarKind
    values: tuple[str, ...] = ()
    observed: tuple[str, ...] = ()
    value_patterns: tuple[str, ...] = ()
    vocabulary: Vocabulary | None = None
    separator: str | None = None
    scope: str | None = None
    limit: int | None = None
    chosen: bool | None = None
    empty: bool = False
    errata: tuple[Tolerated, ...] = ()
    const: str | None = None

    @property
    def coded(self) -> tuple[str, ...]:
        """Known values that only the source code has."""
        source = self.vocabulary.values if self.vocabulary is not None else ()
        return tuple(value for value in source if value not in self.values)

    @property
    def seen(self) -> tuple[str, ...]:
        """Known values that only examples have."""
        return tuple(value for value in self.observed if value not in (*self.values, *self.coded))

    @property
    def known_values(self) -> tuple[str, ...]:
        """Every known value, each once: documented ones, then those of the source code, then those of examples."""
        return (*self.values, *self.coded, *self.seen)

    @property
    def listed(self) -> bool:
        """Whether values are known and no others are expected."""
        return bool(self.known_values) and not (self.vocabulary is not None and self.vocabulary.open)

    def tolerates(self, tolerance: Tolerance) -> bool:
        """Whether an erratum allows this here."""
        return any(each.tolerates == tolerance for each in self.errata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Array:
    """A list. ``items`` is the type of its elements, none of which is null."""

    kind: ClassVar[Literal["array"]] = "array"

    items: Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """An object with the members ``fields``; ``open`` says that it may hold any others too.

    ``shape`` names its class. An object without shape and members is free-form. ``keys`` occur too, but
    are not in the class, since nothing is known of their values.
    """

    kind: ClassVar[Literal["object"]] = "object"

    fields: tuple[Field, ...] = ()
    keys: tuple[Key, ...] = ()
    shape: str | None = None
    open: bool = False
    alternatives: tuple[Alternative, ...] = ()

    @property
    def free(self) -> bool:
        """Whether nothing is known of its members."""
        return self.shape is None and not self.fields

    def member(self, name: str) -> Field:
        """The member called ``name``; ``KeyError`` if there is none."""
        for member in self.fields:
            if member.name == name:
                return member
        raise KeyError(name)


#: What a value can be. Match it exhaustively, so that a type checker finds a kind that was forgotten.
Type: TypeAlias = Scalar | Array | Object


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One member of an object: what its value is, and when it is there.

    ``when`` says when a conditional field is present: values of a sibling field
    (``{"kind": ("a", "b")}``), or a clause that completes "sent when" where no rule is known. ``group``
    names the key group the field belongs to. A field with neither is always sent. ``since`` says when
    the field joined its event, if that is younger; ``until`` says when it was withdrawn.

    ``person`` says whether the value identifies a person: always, or for these values of sibling fields
    (``{"kind": ("person",)}``).

    ``written_as`` is the Python attribute, where the spec chooses another than that of the key.
    """

    name: str
    type: Type
    description: str = ""
    nullable: Nullable = "unknown"
    evidence: Evidence = "documented"
    when: dict[str, tuple[str, ...]] | str | None = None
    group: str | None = None
    since: Span | None = None
    until: Span | None = None
    in_alternative: bool = False
    old_value_of: str | None = None
    deprecated: bool = False
    sent: bool = True
    sensitive: bool = True
    reason: str | None = None
    person: dict[str, tuple[str, ...]] | bool = False
    notes: tuple[str, ...] = ()
    written_as: str | None = None

    @property
    def attribute(self) -> str:
        """The Python attribute that holds it; no other member of the same object has it too."""
        return self.written_as or attribute_name(self.name)

    @property
    def documented(self) -> bool:
        """Whether the documentation is where it is known from."""
        return self.evidence == "documented"

    @property
    def current(self) -> bool:
        """Whether the vendor sends the key today, in some event at least."""
        return self.sent and self.until is None

    @property
    def conditional(self) -> bool:
        """Whether the key itself depends on something."""
        return self.when is not None or self.group is not None or self.in_alternative

    @property
    def required(self) -> bool:
        """Whether every reading demands the key: documented, always sent, never null, as long as the event exists."""
        return self.always and self.since is None

    @property
    def always(self) -> bool:
        """Whether the vendor sends the key in every event of today: documented, always sent, never null."""
        return self.documented and self.nullable == "no" and not self.conditional and self.until is None

    @property
    def may_be_null(self) -> bool:
        """Whether a delivery that honours the documentation can hold null here."""
        return self.nullable != "no"

    @property
    def scalar(self) -> Scalar | None:
        """The type of its value or, if that is a list, of the elements; ``None`` if these are objects."""
        return leaf if isinstance(leaf := _leaf(self.type), Scalar) else None

    @property
    def object(self) -> Object | None:
        """The type of its value or, if that is a list, of the elements; ``None`` if these are scalars."""
        return leaf if isinstance(leaf := _leaf(self.type), Object) else None

    @property
    def element(self) -> Field:
        """The elements of a list, as a field of the same name; ``TypeError`` if this is not a list."""
        if not isinstance(self.type, Array):
            raise TypeError(f"{self.name} is not a list")
        return Field(name=self.name, type=self.type.items, nullable="no", sensitive=self.sensitive, person=self.person)


def _leaf(of: Type) -> Scalar | Object:
    while isinstance(of, Array):
        of = of.items
    return of


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An object that becomes a class: its name, its members, its predicates.

    ``groups`` are its key groups, each with a clause that completes "sent when"; ``origins`` are the
    causes of an event, each with the key groups that come with it. Where a cause comes with several of
    the groups in ``independent``, any one of them is enough.

    ``category`` is ``None`` for a shape that any category may use; ``module`` is where its class is
    generated, relative to the package.
    """

    name: str
    category: str | None
    module: str
    description: str
    tree: Object
    predicates: tuple[Predicate, ...] = ()
    groups: dict[str, str] = field(default_factory=dict)
    origins: dict[str, tuple[str, ...]] = field(default_factory=dict)
    independent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example delivery. ``text`` is the file, byte for byte; ``page`` names where it was shown."""

    name: str
    origin: Literal["documented", "synthesized"]
    summary: str
    text: str
    page: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One kind of event. ``body`` is the resolved tree with this event's own wording."""

    name: str
    class_name: str
    category: str
    definition: str
    trigger: str
    body: Object
    evidence: Evidence = "documented"
    origins: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def documented(self) -> bool:
        """Whether the documentation is where it is known from."""
        return self.evidence == "documented"


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """The events of one page of the vendor's documentation."""

    name: str
    title: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A JSON Patch (RFC 6902) on one of our examples that shows an erratum."""

    event: str
    example: str
    patch: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """How a delivery shows an erratum: ``pointer`` is present and its value matches ``pattern``, if any.

    Of a value other than a text, the JSON matches.
    """

    pointer: str
    pattern: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """What was different once: identifiers had another ``scope``.

    That changed in the month ``after`` at the earliest and in the month ``by`` at the latest (``YYYY-MM``).
    """

    scope: str
    after: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Erratum:
    """A place where the documentation contradicts itself or the wire.

    ``effect`` is ``tolerated`` (refused without the erratum, accepted with it), ``refused``
    (refused either way) or ``note`` (for information only). ``tolerates`` names what a tolerated one
    allows: an ``integer`` for an identifier, or another ``spelling`` of a scalar.
    ``pointers`` are JSON Pointers (RFC 6901) into an event; empty for an erratum of an event as a whole.
    ``once`` says what old deliveries hold at these, if only they differ.
    """

    id: str
    events: tuple[str, ...]
    pointers: tuple[str, ...]
    shows: str
    actual: str
    source: str
    effect: Effect
    tolerates: Tolerance | None = None
    recognize: Recognition | None = None
    once: Once | None = None
    witnesses: tuple[Witness, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """How one channel is protected, in the words of AsyncAPI's security schemes."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """How deliveries are signed, as JSON Web Tokens (RFC 7519) whose claims are the event.

    ``algorithm`` is the only one in use (RFC 7518). The header parameter ``key_id`` names the key,
    one of the JWK set (RFC 7517) at the URL ``key_set``; ``rotation`` says when its keys change.
    No token is longer than ``max_size`` characters.

    ``account`` is a JSON Pointer to the member of the event that names the account that it belongs to.
    ``max_age`` is the age of a token, in seconds, up to which a receiver should accept it: long enough
    for the last retry.
    """

    algorithm: str
    key_id: str
    key_set: str
    rotation: str
    max_size: int
    account: str | None = None
    max_age: int = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where one channel lives: host with ``{variables}``, protocol, and what the variables mean."""

    host: str
    protocol: str
    description: str
    variables: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """How often a delivery that was not accepted is sent again: up to ``times`` times, with growing pauses.

    The last time is between ``shortest`` and ``longest`` seconds after the first.
    """

    times: int
    shortest: int
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchOff:
    """When the vendor stops delivering to a receiver.

    That is after this many ``timeouts``, or other ``errors``, within ``hours``; ``consequence`` is a sentence.
    """

    hours: int
    timeouts: int
    errors: int
    consequence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way by which deliveries arrive. ``headers`` are text fields sent next to the event.

    ``header_values`` maps headers to the JSON Pointer of the same value in the event.
    """

    name: str
    title: str
    description: str
    address: str
    server: Server
    headers: tuple[Field, ...] = ()
    header_values: dict[str, str] = field(default_factory=dict)
    retries: Retries | None = None
    switch_off: SwitchOff | None = None
    parameters: dict[str, str] = field(default_factory=dict)
    bindings: dict[str, Any] = field(default_factory=dict)
    operation_bindings: dict[str, Any] = field(default_factory=dict)
    message_bindings: dict[str, Any] = field(default_factory=dict)
    security: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A wrapping in which an event can arrive.

    ``recognize`` maps JSON Pointers to the JSON type of the value there (``content``: text or an object); of
    the pointers in ``any_of``, at least one must be present. The event is at ``content``: as a JSON text
    (encoded if ``base64`` is true, or if the flag at that pointer is) or as an object. Or it is composed of
    ``members`` (name -> pointer). A ``foreign`` envelope holds an event of another format, and a ``notice``
    is a message without an event; the texts say what to change.
    """

    name: str
    description: str
    recognize: dict[str, str] = field(default_factory=dict)
    any_of: tuple[str, ...] = ()
    content: str | None = None
    base64: bool | str = False
    members: dict[str, str] = field(default_factory=dict)
    identifier: str | None = None
    foreign: str | None = None
    notice: str | None = None

    @property
    def holds_event(self) -> bool:
        """Whether there is an event of this contract in it."""
        return self.foreign is None and self.notice is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """How the sender of a batch is answered: with an object whose member ``entries`` lists objects, one per delivery.

    Each has the identifier of its delivery as ``identifier``, the members ``failed`` or ``handled``, and copies
    of the delivery's members ``copies``. If ``handled`` is ``None``, only deliveries that failed are listed. An entry
    with the identifier ``whole`` makes the sender repeat the whole batch, where it has such a value.
    """

    entries: str
    identifier: str
    whole: str | None = None
    failed: dict[str, Any] = field(default_factory=dict)
    handled: dict[str, Any] | None = None
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """An object that holds several deliveries in the list at ``items``, or the list itself if that is empty.

    ``recognize`` is as in an envelope. If the list is missing and there is a value at ``empty``, the batch is
    empty.
    """

    name: str
    description: str
    items: str
    recognize: dict[str, str] = field(default_factory=dict)
    empty: str | None = None
    response: Response | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form in which an event arrives on one channel.

    The event is the JSON text itself or, if ``signed``, the claims of a token. It is in the ``envelope`` (as
    its content, or as its members), and that is in the list of the ``batch``. ``inside`` names another form,
    whose delivery the envelope holds instead of the event. ``around`` has the other members of such an
    envelope (an object in the place of its content makes the content an object), ``batch_around`` those of
    the batch. ``copies`` maps JSON Pointers into the envelope to pointers into the event, for members that
    repeat those of the event.
    """

    name: str
    description: str
    channel: str
    envelope: str | None = None
    batch: str | None = None
    signed: bool = False
    inside: str | None = None
    around: dict[str, Any] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    batch_around: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The names of the contract and its parts, and what holds for all events.

    ``delivery`` says what is known of delivery, such as loss, duplicates and order, and ``changes`` what
    the vendor can change without notice; both are sentences, and empty where nothing is known.
    """

    title: str
    vendor: str
    version: str
    package: str
    distribution: str
    description: str
    schema_ids: str
    delivery: str = ""
    changes: str = ""

    @property
    def summary(self) -> str:
        """The description, and what is known of delivery."""
        return f"{self.description} {self.delivery}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimensions:
    """What audits count by, besides event and day: JSON Pointers to members of all events, or ``None``."""

    account: str | None = None
    producer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """The object every event is: its members, which of them is the body, which names the event.

    ``discriminator`` is the path of the member that names the event; ``body`` is the member whose
    content depends on that name. ``time`` is a JSON Pointer to the timestamp that says when the event
    was sent. ``tree`` holds the common members, the body as a free-form object.
    """

    discriminator: tuple[str, ...]
    body: str
    tree: Object
    description: str = ""
    time: str | None = None
    dimensions: Dimensions = Dimensions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """Everything known of one vendor's events."""

    catalogue: Catalogue
    message: Message
    types: dict[str, ScalarType]
    shapes: dict[str, Shape]
    categories: dict[str, Category]
    events: dict[str, Event]
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    security: dict[str, Security] = field(default_factory=dict)
    signing: Signing | None = None
    envelopes: dict[str, Envelope] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    errata: dict[str, Erratum] = field(default_factory=dict)
