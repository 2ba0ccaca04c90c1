"""JSON Lines of one event as an Arrow table, against libraries that read JSON with the same schema."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

import duckdb
import orjson
import polars
import pyarrow
import pyarrow.json
import pyarrow.types as types

import canvas_live_events
from canvas_live_events import tables
from eventcontract.audit.reading import Options
from eventcontract.audit.sources import sources
from eventcontract.tables.landing import Landing
from tests.archive.generator import Generator
from tests.archive.written import write
from tests.bench.payloads import contract
from tests.bench.report import Part

EVENT = "asset_accessed"
LINES = 5_000
ROUNDS = 5

Read = Callable[[Path], Any]


def speed() -> Part:
    """What a row costs, of deliveries that all of them can read."""
    made = Part("land", "JSON Lines as a table", "", ("what", "µs a delivery", "× orjson.loads"))
    with tempfile.TemporaryDirectory() as name:
        lines = _readable(Path(name))
        file = Path(name, "lines")
        file.write_bytes(b"".join(line + b"\n" for line in lines))
        into = Path(name, "into")
        functions: dict[str, Callable[[], object]] = {
            "orjson.loads": lambda: [orjson.loads(line) for line in lines],
            "land, from the file to Parquet": partial(_land, file, into),
            **{name: partial(read, file) for name, read in READERS.items()},
        }
        best = dict.fromkeys(functions, 1e9)
        for _ in range(ROUNDS):
            for what, function in functions.items():
                begin = process_time()  # Polars works in threads of its own
                function()
                best[what] = min(best[what], process_time() - begin)
    made.rows += [(what, each / len(lines) * 1e6, each / best["orjson.loads"]) for what, each in best.items()]
    made.how = (
        f"{len(lines):,} deliveries of `{EVENT}` whose timestamps are RFC 3339 in UTC; CPU time of all threads, best "
        f"of {ROUNDS} rounds in turns. `land` also checks every delivery, keeps what no column has and writes Parquet."
    )
    return made


def oddities() -> Part:
    """What becomes of a delivery that is not as documented, between two that are."""
    made = Part(
        "land-odd",
        "Odd deliveries in a table",
        "What becomes of a delivery between two ordinary ones. *all lost*: the whole file is refused; *null*, *lost*: "
        "nobody is told.",
        ("delivery", *READERS),
    )
    with tempfile.TemporaryDirectory() as name:
        line = _readable(Path(name))[0]
        file = Path(name, "lines")
        for what, (change, _) in ODD.items():
            file.write_bytes(b"\n".join([line, change(line), line, b""]))
            made.rows.append((what, *(_outcome(what, read, file) for read in READERS.values())))
    return made


# -- readers -----------------------------------------------------------------------------------


def _rows(file: Path) -> Any:
    rows = []
    for line in file.read_bytes().splitlines():
        try:
            rows.append(tables.row(line))
        except (canvas_live_events.ContractViolation, tables.OutOfRange):
            continue  # land keeps it elsewhere
    return pyarrow.Table.from_pylist(rows, schema=tables.schema(EVENT))


def _pyarrow(file: Path) -> Any:
    options = pyarrow.json.ParseOptions(explicit_schema=_schema(), unexpected_field_behavior="ignore")
    return pyarrow.json.read_json(file, pyarrow.json.ReadOptions(use_threads=False), options)


def _polars(file: Path) -> Any:
    return polars.read_ndjson(file, schema=polars.from_arrow(_schema().empty_table()).schema).to_arrow()


def _duckdb(file: Path, **options: bool) -> Any:
    duckdb.sql("SET threads = 1; SET TimeZone = 'UTC'")
    columns = {field.name: _in_sql(field.type) for field in _schema()}
    read = duckdb.read_json(str(file), columns=columns, format="newline_delimited", **options)
    return read.to_arrow_table()


READERS: dict[str, Read] = {
    "rows of the package": _rows,
    "pyarrow.json": _pyarrow,
    "Polars": _polars,
    "DuckDB": _duckdb,
    "DuckDB, ignore_errors": partial(_duckdb, ignore_errors=True),
}


def _land(file: Path, into: Path) -> None:
    with Landing(canvas_live_events._package, into, b"", Options()) as landing:
        for source in sources([str(file)]):
            landing.land(source)


def _schema() -> Any:
    """The columns that the JSON has: not the offsets, and nothing that is added."""
    return pyarrow.schema(_sent(tables.schema(EVENT)))


def _sent(fields: Any) -> list[Any]:
    return [
        pyarrow.field(field.name, pyarrow.struct(_sent(field.type)) if types.is_struct(field.type) else field.type)
        for field in fields
        if not field.name.startswith("_") and not field.name.endswith("_offset")
    ]


_SQL = {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN", "date32[day]": "DATE"}


def _in_sql(of: Any) -> str:
    if types.is_struct(of):
        members = [f'"{field.name}" {_in_sql(field.type)}' for field in of]
        return f"STRUCT({', '.join(members)})"
    if types.is_list(of):
        return f"{_in_sql(of.value_type)}[]"
    return "TIMESTAMPTZ" if types.is_timestamp(of) else _SQL[str(of)]


# -- deliveries --------------------------------------------------------------------------------


def _readable(directory: Path) -> list[bytes]:
    """Lines of one event and one day, as all readers can read them."""
    write(Generator(contract(), 1, odd=0), directory, LINES, files=1)
    found = []
    for line in (directory / "plain" / "00").read_bytes().splitlines():
        if not line.startswith((b'{"metadata"', b'{"body"')):
            continue  # in an envelope, or a batch
        if isinstance(canvas_live_events.parse(line), canvas_live_events.AssetAccessed):
            time = orjson.loads(line)["metadata"]["event_time"]
            if time.endswith("Z") and "T" in time:
                found.append(line.replace(time[:10].encode(), _DAY))
    return found


def _edited(place: tuple[str, ...], value: Any) -> Callable[[bytes], bytes]:
    def edit(line: bytes) -> bytes:
        payload = json.loads(line)
        holder = payload
        for step in place[:-1]:
            holder = holder[step]
        holder[place[-1]] = value
        return json.dumps(payload).encode()

    return edit


_DAY = b"2026-03-09"
_TIME, _ID = ("metadata", "event_time"), ("body", "asset_id")
_MOMENT = "2026-03-09T18:00:00+00:00"
# What is odd -> the change of a line, and what a table must hold then: a place and a value; None if no row at all.
ODD: dict[str, tuple[Callable[[bytes], bytes], tuple[tuple[str, ...], Any] | None]] = {
    "a timestamp with an offset": (_edited(_TIME, "2026-03-09T11:00:00-07:00"), (_TIME, _MOMENT)),
    "a timestamp as Ruby prints it": (_edited(_TIME, "2026-03-09 11:00:00 -0700"), (_TIME, _MOMENT)),
    "a timestamp without an offset": (_edited(_TIME, "2026-03-09T11:00:00"), None),
    "a date that does not exist": (_edited(_TIME, "2026-02-30T11:00:00Z"), None),
    "an id as a number, which readers refuse": (_edited(_ID, 123), None),
    "a body that is a list": (_edited(("body",), [1]), None),
    "no time": (_edited(_TIME, None), None),
    "a line that is cut off": (lambda line: line[:-9], None),
    "a new field": (_edited(("body", "brand_new"), "x"), (("_extras",), '{"/body/brand_new":"x"}')),
}


def _outcome(what: str, read: Read, file: Path) -> str:
    """What the table holds of the delivery in the middle."""
    wanted = ODD[what][1]
    try:
        rows = read(file).to_pylist()
    except Exception:  # each library has its own
        return "all lost"
    if len(rows) < 3:
        return "set aside" if wanted is None else "lost"
    if wanted is None:
        place = {"a body that is a list": ("body",), "an id as a number, which readers refuse": _ID}.get(what, _TIME)
        return "null" if _at(rows[1], place) is None else "taken as if it were right"
    found = _at(rows[1], wanted[0])
    if found is None:
        return "null" if wanted[0] == _TIME else "lost"
    return "right" if str(found).replace(" ", "T") == wanted[1] else "another value"


def _at(row: Any, place: tuple[str, ...]) -> Any:
    """What a row holds at ``place``; ``None`` for an object of which nothing is known."""
    for step in place:
        row = row.get(step) if isinstance(row, dict) else None
    return None if isinstance(row, dict) and not any(each is not None for each in row.values()) else row
