"""The report of an audit as one page that needs no network: tables, and plots by day as inline SVG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from importlib import resources

from eventcontract.audit.keeping import OTHERS
from eventcontract.audit.report import Day, Event, Line, Report, Topic, minute, share

_HEADINGS: dict[Topic, tuple[str, str]] = {
    "fault": ("Faults", "Errors are deliveries that readers reject; warnings are readable, but wrong."),
    "new": ("New", "Events, fields and values that the contract does not describe."),
    "old": ("Old", "Deliveries from before a field joined its event, and fields that have been withdrawn since."),
    "known": ("Known", "What the contract knows, although the vendor does not document it, and odd spellings."),
}
# The most bars of a plot; of more days, several share one.
_BARS = 120
_HEIGHT = 40


def page(report: Report, title: str) -> str:
    """The page as text. ``title`` is the title of the contract."""
    axis = _Axis(report.days)
    style = (resources.files("eventcontract.audit") / "report.css").read_text(encoding="utf-8")
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Audit of {escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>",
        f"<h1>Audit of {escape(title)}</h1>",
        _summary(report),
        *_plots(report, axis),
        *(part for topic in _HEADINGS for part in _topic(report, topic, axis)),
        *_events(report, axis),
        *_lengths(report),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _summary(report: Report) -> str:
    refused = report.deliveries - report.readable
    rows = [
        ("Deliveries", f"{report.deliveries:,}"),
        ("Readable", escape(share(report.readable / report.deliveries)) if report.deliveries else "-"),
        ("Refused", f"{refused:,}"),
        ("Sent (UTC)", f"{minute(report.first)} to {minute(report.last)}" if report.first and report.last else "-"),
        ("Without a readable time", f"{report.undated:,}"),
        ("Accounts", f"{report.accounts:,}"),
        ("Producers", ", ".join(name for name in report.producers if name is not None) or "-"),
    ]
    if report.accepted:
        rows.append(("Accepted findings, not shown", f"{report.accepted:,}"))
    if not report.complete:
        rows.append(("Too many names", f"some are counted as {OTHERS}"))
    body = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in rows)
    return f'<dl class="summary">{body}</dl>'


class _Axis:
    """The days of all plots, from the first to the last one, in bars of one or more days."""

    def __init__(self, days: Iterable[Day]) -> None:
        known = [_ordinal(each.day) for each in days if each.day not in (None, OTHERS)]
        self.first = min(known, default=0)
        number = max(known, default=-1) - self.first + 1
        self.width = -(-number // _BARS) or 1
        self.bars = -(-number // self.width)

    def counts(self, days: Iterable[Day], *, refused: bool = False) -> list[int]:
        """The numbers of each bar."""
        counts = Counter[int]()
        for each in days:
            if each.day not in (None, OTHERS):
                bar = (_ordinal(each.day) - self.first) // self.width
                counts[bar] += each.refused if refused else each.deliveries
        return [counts[bar] for bar in range(self.bars)]

    def label(self, bar: int) -> str:
        """The days of a bar."""
        first = self.first + bar * self.width
        begin = date.fromordinal(first).isoformat()
        if self.width == 1:
            return begin
        return f"{begin} to {date.fromordinal(min(first + self.width - 1, date.max.toordinal())).isoformat()}"


def _ordinal(day: str | None) -> int:
    return date.fromisoformat(day or "").toordinal()


def _plots(report: Report, axis: _Axis) -> list[str]:
    if not axis.bars:
        return []
    plots = [("Deliveries by day", axis.counts(report.days), "seen")]
    for heading, topic, kind in (("Faults by day", "fault", "fault"), ("New by day", "new", "new")):
        days = [day for line in report.lines if line.topic == topic for day in line.days]
        plots.append((heading, axis.counts(days), kind))
    return ['<section class="plots">', *(_plot(*plot, axis) for plot in plots), "</section>"]


def _plot(heading: str, counts: Sequence[int], kind: str, axis: _Axis) -> str:
    most = max(counts, default=0)
    bars = []
    for bar, count in enumerate(counts):
        height = _height(count, most)
        about = f"{axis.label(bar)}: {count:,}"
        shape = f'<rect x="{bar + 0.1:.1f}" y="{_HEIGHT - height:.2f}" width="0.8" height="{height:.2f}"/>'
        # The whole column answers to the pointer, also where the bar is low.
        column = f'<rect class="column" x="{bar}" y="0" width="1" height="{_HEIGHT}"/>'
        bars.append(f"<g><title>{escape(about)}</title>{column}{shape}</g>")
    total = f"{sum(counts):,} in all, at most {most:,} {'a day' if axis.width == 1 else f'in {axis.width} days'}"
    first, last = axis.label(0)[:10], axis.label(len(counts) - 1)[-10:]
    return (
        f'<figure class="{kind}"><figcaption><b>{escape(heading)}</b> {total}</figcaption>'
        f'<svg role="img" aria-label="{escape(heading)}: {total}" viewBox="0 0 {len(counts)} {_HEIGHT}"'
        f' preserveAspectRatio="none">{"".join(bars)}</svg>'
        f'<p class="days"><span>{first}</span><span>{last}</span></p></figure>'
    )


def _spark(counts: Sequence[int]) -> str:
    """A small plot, as one path; nothing if there is nothing to show."""
    most = max(counts, default=0)
    if not most:
        return ""
    steps = [
        f"M{bar} {_HEIGHT}v-{_height(count, most):.1f}h1v{_height(count, most):.1f}z"
        for bar, count in enumerate(counts)
        if count
    ]
    return (
        f'<svg class="spark" aria-hidden="true" viewBox="0 0 {len(counts)} {_HEIGHT}"'
        f' preserveAspectRatio="none"><path d="{"".join(steps)}"/></svg>'
    )


def _height(count: int, most: int) -> float:
    """The height of a bar: nothing only for nothing."""
    return max(_HEIGHT * count / most, 1.0) if count else 0.0


def _topic(report: Report, topic: Topic, axis: _Axis) -> list[str]:
    lines = [line for line in report.lines if line.topic == topic]
    if not lines:
        return []
    heading, about = _HEADINGS[topic]
    head = "".join(f"<th>{name}</th>" for name in ("What", "Deliveries", "Share", "Sent", "By day", "Where"))
    return [
        f'<section class="{topic}">\n<h2>{heading}</h2>\n<p>{about}</p>',
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>",
        *(_row(line, report, axis) for line in lines),
        "</tbody>\n</table>\n</section>",
    ]


def _row(line: Line, report: Report, axis: _Axis) -> str:
    title = line.events[0] if line.about_event else line.pointer
    values = ", ".join(f"{value} ({number:,})" for value, number in line.values)
    what = (
        f'<span class="level {line.level}">{line.level}</span> {escape(line.rule)}<br><code>{_breakable(title)}</code>'
    )
    if values:
        what += f"<br>new values: {escape(values)}"
    where = [_list("events", line.events)]
    if 0 < line.accounts < report.accounts:
        where.append(f"{line.accounts:,} of {report.accounts:,} accounts")
    producers = [name for name in line.producers if name is not None]
    if producers and report.producers[0] not in producers:
        where.append(_list("producers", producers))
    if line.place is not None:
        where.append(f'<span class="place">{_breakable(line.place[0])}, byte {line.place[1]:,}</span>')
    return _cells(
        ("What", what),
        ("Deliveries", f"{line.deliveries:,}"),
        ("Share", escape(share(line.share))),
        ("Sent", _span(line.first, line.last)),
        ("By day", _spark(axis.counts(line.days))),
        ("Where", "".join(f"<div>{each}</div>" for each in where)),
    )


def _events(report: Report, axis: _Axis) -> list[str]:
    if not report.events:
        return []
    head = "".join(f"<th>{name}</th>" for name in ("Event", "Deliveries", "Refused", "Sent", "By day"))
    return [
        f"<section>\n<h2>Events</h2>\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>",
        *(_event(event, axis) for event in report.events),
        "</tbody>\n</table>\n</section>",
    ]


def _event(event: Event, axis: _Axis) -> str:
    return _cells(
        ("Event", f"<code>{_breakable(event.event)}</code>"),
        ("Deliveries", f"{event.deliveries:,}"),
        ("Refused", f"{event.refused:,}"),
        ("Sent", _span(event.first, event.last)),
        ("By day", _spark(axis.counts(event.days))),
    )


def _lengths(report: Report) -> list[str]:
    if report.lengths is None:
        return []
    greatest: dict[str, int] = {}
    for _, pointer, length in report.lengths:
        greatest[pointer] = max(length, greatest.get(pointer, 0))
    head = "<th>Field</th><th>Characters</th>"
    return [
        "<section>\n<h2>Greatest lengths of texts</h2>",
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>",
        *(
            _cells(("Field", f"<code>{_breakable(pointer)}</code>"), ("Characters", f"{length:,}"))
            for pointer, length in sorted(greatest.items())
        ),
        "</tbody>\n</table>\n</section>",
    ]


def _cells(*cells: tuple[str, str]) -> str:
    return "<tr>" + "".join(f'<td data-name="{name}">{content}</td>' for name, content in cells) + "</tr>"


def _list(what: str, names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"<code>{_breakable(names[0])}</code>"
    items = ", ".join(f"<code>{_breakable(name)}</code>" for name in names)
    return f"<details><summary>{len(names):,} {what}</summary>{items}</details>"


def _breakable(text: str) -> str:
    """``text`` with places where a narrow page can break it."""
    return escape(text).replace("/", "<wbr>/").replace("_", "_<wbr>")


def _span(first: str | None, last: str | None) -> str:
    if first is None or last is None:
        return "-"
    return first[:10] if first[:10] == last[:10] else f"{first[:10]} to {last[:10]}"
