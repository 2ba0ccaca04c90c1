"""The Python of the guide runs. The tests of the other guides have no Spark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[2] / "spec" / "docs" / "9-run-on-spark.md"


@pytest.mark.usefixtures("spark")
def test_the_python_of_the_guide_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.M | re.S)
    assert len(blocks) == 2
    for block in blocks:
        # Spark has been started in another directory.
        code = re.sub(r'"(archive\.jsonl|tables/\w+)"', lambda name: repr(str(tmp_path / name[1])), block)
        assert code != block
        exec(compile(code, GUIDE.name, "exec"), {})
    printed = capsys.readouterr().out
    assert printed.startswith("True\n")
    assert "undocumented-field" in printed
    assert "event_time" in printed
    assert [*(tmp_path / "tables" / "course_created").glob("*.parquet")]
