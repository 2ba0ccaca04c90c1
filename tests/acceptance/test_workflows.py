"""The workflows name things that exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.documents import read_yaml
from tests.vendors import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def commands(workflow: Any) -> str:
    """All that the steps of a workflow run."""
    return "\n".join(step.get("run", "") for job in workflow["jobs"].values() for step in job.get("steps", ()))


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_sessions_scripts_and_workflows_exist(file: Path) -> None:
    workflow = read_yaml(file)
    noxfile = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    called = commands(workflow)
    found = re.findall(r"nox -s ([\w-]+)", called) + re.findall(r"^\S*/run$", called, re.MULTILINE)
    found += [job["uses"] for job in workflow["jobs"].values() if "uses" in job]
    assert found
    for name in found:
        function = rf"^def {name.replace('-', '_')}\("
        assert (ROOT / name).is_file() if "/" in name else re.search(function, noxfile, re.MULTILINE), name


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_nothing_is_allowed_that_is_not_needed(file: Path) -> None:
    workflow = read_yaml(file)
    assert workflow["permissions"] == {"contents": "read"}
    text = file.read_text(encoding="utf-8")
    assert "secrets." not in text
    # What a pull request or a tag is called must not become part of a command.
    assert not re.search(r"\$\{\{ *github\.", commands(workflow))


def test_version_that_the_release_compares_is_that_of_the_spec() -> None:
    release = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    pattern = re.search(r"sed -n 's/(\S+ +\S+ )//p' spec/catalogue\.yaml", release)
    assert pattern
    catalogue = (ROOT / "spec" / "catalogue.yaml").read_text(encoding="utf-8")
    assert len(re.findall(pattern[1], catalogue, re.MULTILINE)) == 1


def test_what_is_published_was_built_apart_and_tested() -> None:
    jobs = read_yaml(ROOT / ".github" / "workflows" / "release.yml")["jobs"]
    assert {"build", "test"} <= set(jobs["publish"]["needs"])
    built = commands({"jobs": {"build": jobs["build"]}})
    assert "nox" not in built and ".ci/run" not in built
    assert ".ci/run" in (tested := commands({"jobs": {"test": jobs["test"]}}))
    assert "diff --recursive dist released" in tested
    uploads = {
        step["with"]["name"]: name
        for name, job in jobs.items()
        for step in job.get("steps", ())
        if step.get("uses", "").startswith("actions/upload-artifact@")
    }
    assert uploads == {"dist": "build", "inventory": "test"}
    assert all("id-token" not in job.get("permissions", {}) for name, job in jobs.items() if name in ("build", "test"))


def test_actions_are_pinned_by_commit() -> None:
    used = [
        step["uses"]
        for file in WORKFLOWS
        for job in read_yaml(file)["jobs"].values()
        for step in job.get("steps", ())
        if "uses" in step
    ]
    assert len(used) > 5
    assert [each for each in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", each)] == []


def test_programs_of_others_run_where_nothing_may_be_written() -> None:
    for file in WORKFLOWS:
        for job in read_yaml(file)["jobs"].values():
            runs = "\n".join(step.get("run", "") for step in job.get("steps", ()))
            if "pip install" in runs or "nox" in runs or ".ci/run" in runs:
                assert "permissions" not in job, file.name


def test_hooks_run_what_the_environment_has_and_download_nothing() -> None:
    repositories = read_yaml(ROOT / ".pre-commit-config.yaml")["repos"]
    assert [each["repo"] for each in repositories] == ["local"]
    hooks = repositories[0]["hooks"]
    assert {hook["language"] for hook in hooks} == {"system"}
    assert [hook["entry"].split()[0] for hook in hooks] == [
        ".venv/bin/ruff",
        ".venv/bin/ruff",
        ".venv/bin/eventcontract",
    ]
