"""Contract tests: payloads drawn, and the whole catalogue through one handler."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from canvas_live_events import testing
from eventcontract.testing.allowed.payloads import Payloads
from eventcontract.testing.allowed.strategies import Payloaded, _values
from tests.bench.processes import run
from tests.bench.report import Part, Target

ROUNDS, DRAWN = 5, 500
# One with as many fields as most events, the metadata included, and one of the largest.
MIDDLE, LARGE = "course_progress", "quiz_updated"
OVERHEAD_ROUNDS = 15
HANDLER = """
from canvas_live_events.testing import parametrize

@parametrize()
def test_handler(delivery):
    delivery["metadata"]["event_name"]
"""
UNRELATED = "def test_it(): pass\n"


def strategies() -> Part:
    """Payloads a second: an example with a few changes, beside every field drawn."""
    result = Part(
        "strategies",
        "Drawing payloads with Hypothesis",
        f"Empty tests with {DRAWN} examples, CPU time, medians of {ROUNDS} in turns. Field by field: the same values, "
        "null where that can be, all of them drawn for every payload.",
        ("event", "fields", "payloads/s", "field by field/s", "times as many", "integers/s"),
    )
    for name in MIDDLE, LARGE:
        drawn = _fields(testing._suite.casebook.payloads(name))
        tests = {
            "ours": _test(testing.event(name)),
            "fields": _test(st.fixed_dictionaries(drawn)),
            "integers": _test(st.integers()),
        }
        seconds: dict[str, list[float]] = {each: [] for each in tests}
        for test in tests.values():
            test()
        for _ in range(ROUNDS):
            for each, test in tests.items():
                started = thread_time()
                test()
                seconds[each].append(thread_time() - started)
        rates = {each: DRAWN / median(times) for each, times in seconds.items()}
        ratio = rates["ours"] / rates["fields"]
        result.rows.append((name, len(drawn), rates["ours"], rates["fields"], ratio, rates["integers"]))
        if name == MIDDLE:
            result.targets += [
                Target(f"payloads of {name}", 1000, rates["ours"], at_least=True, unit="/s"),
                # 1,000 to 550 on the machine on which the goal was set.
                Target("beside field by field", 1.8, ratio, at_least=True),
            ]
    return result


def catalogue() -> Part:
    """Every case of every event through one handler, and what the plugin costs where nobody uses it."""
    result = Part(
        "catalogue",
        "Contract tests of the whole catalogue",
        "All cases made in this process and handed to a function that does nothing, and the same as tests of pytest "
        f"in a fresh process. Beneath, pytest with one other test, CPU time, best of {OVERHEAD_ROUNDS} in turns.",
        ("what", "cases", "s", "CPU s"),
    )
    started, cpu = perf_counter(), thread_time()
    suite = type(testing._suite)(testing._suite.package, distribution="")
    cases = suite.casebook.cases(suite.package.events)
    for case in cases:
        json_text, payload = case.json, case.payload
        assert json_text and payload
    took = perf_counter() - started
    result.rows.append(("cases, each as a payload and as a text", len(cases), took, thread_time() - cpu))
    result.targets.append(Target("the whole catalogue in this process", 10, took, unit="s"))
    with TemporaryDirectory() as directory:
        tests, other = Path(directory, "test_handler.py"), Path(directory, "test_other.py")
        tests.write_text(HANDLER, encoding="utf-8")
        other.write_text(UNRELATED, encoding="utf-8")
        pytest = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", directory]
        seconds, cpu, _ = min(run([*pytest, str(tests)]) for _ in range(2))
        result.rows.append(("the same with pytest", len(cases), seconds, cpu))
        result.targets.append(Target("the whole catalogue with pytest, CPU time", 10, cpu, unit="s"))
        times: dict[str, list[float]] = {"on": [], "no": []}
        for _ in range(OVERHEAD_ROUNDS):
            times["on"].append(run([*pytest, str(other)])[1])
            times["no"].append(run([*pytest, "-p", "no:event-contract", str(other)])[1])
        plugin, without = min(times["on"]), min(times["no"])
    result.rows.append(("another suite, with the plugin", None, None, plugin))
    result.rows.append(("another suite, without", None, None, without))
    result.targets.append(Target("the plugin in another suite", 30, (plugin - without) * 1e3, unit="ms"))
    return result


def _fields(of: Payloads) -> dict[str, st.SearchStrategy[Any]]:
    """Values for the fields that stand in no array, by their paths."""
    found = {}
    for path, field in of.fields.items():
        if path != of.contract.message.discriminator and of.is_sent(path) and "*" not in path:
            values = _values(of, path, field)
            if values is not None:
                found["/".join(path)] = st.none() | values if field.may_be_null else values
    return found


def _test(strategy: Payloaded | st.SearchStrategy[Any]) -> Callable[[], None]:
    @settings(
        max_examples=DRAWN,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def nothing(_payload: Any) -> None:
        pass

    return nothing
