"""Everything that is done to this repository: ``nox --list`` shows the sessions, ``nox`` runs what CI runs."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import nox
from nox.command import CommandFailed

PYPROJECT = nox.project.load_toml("pyproject.toml")
CONSTRAINTS = "constraints.txt"
# The extras that run where deliveries arrive, and not only where code is written.
PRODUCTION = ("webhook", "sqs", "archive", "cli")
DEFAULT = ["check", "lint", "typing", "tests", "spark", "build", "consumers", "asyncapi", "browser"]
# What shows AsyncAPI documents: an npm package, and the SHA-256 of its archive.
COMPONENT = ("@asyncapi/react-component", "3.2.1", "c7b5fa24dd8395383fcde3fe53d1bc9a66f02e39c86999845e486084504d512c")
# Tests of a built wheel, of its consumers, of a built site and by type checkers: the sessions of those names run them.
ELSEWHERE = [
    f"--ignore=tests/{name}"
    for name in ("acceptance/test_package.py", "consumers", "browser", "typing", "oracle", "spark")
]
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
SUPPORTED = sorted({"3.11", "3.12", "3.13", "3.14", RUNNING})
BUILT: list[Path] = []

nox.options.sessions = DEFAULT
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.error_on_missing_interpreters = True

# Hundreds of processes import the same thousands of modules: the first compiles them, however nox was started.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# No interpreter is downloaded, and what builds the package is pinned like everything else.
os.environ["UV_PYTHON_DOWNLOADS"] = "never"
os.environ["UV_BUILD_CONSTRAINT"] = os.environ["PIP_BUILD_CONSTRAINT"] = CONSTRAINTS


def directory_of(version: str) -> str | None:
    """Where a working interpreter of this version is; ``None`` if this machine has none."""
    if version == RUNNING:
        return str(Path(sys.base_prefix, "bin"))
    name = f"python{version}"
    pyenv = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser()
    # pyenv puts commands on the path that fail until the version is chosen: only one that runs counts.
    for command in (shutil.which(name), *sorted(pyenv.glob(f"versions/{version}.*/bin/{name}"), reverse=True)):
        if command and subprocess.run([command, "-c", ""], capture_output=True, check=False).returncode == 0:
            return str(Path(command).parent)
    return None


FOUND = {version: directory for version in SUPPORTED if (directory := directory_of(version))}
os.environ["PATH"] = os.pathsep.join([*FOUND.values(), os.environ["PATH"]])


def install(session: nox.Session, *what: str, groups: tuple[str, ...] = ()) -> None:
    """Install packages and dependency groups at the versions of the constraints file."""
    requirements = [name for group in groups for name in nox.project.dependency_groups(PYPROJECT, group)]
    session.install("-c", CONSTRAINTS, *what, *requirements)


def reports(session: nox.Session) -> str:
    """The pytest option that leaves the numbers of this session where .ci/run adds them up."""
    return f"--junit-xml={Path('.nox', 'reports', session.name).absolute()}.xml"


@nox.session
def generate(session: nox.Session) -> None:
    """Render generated/ from spec/."""
    install(session, "-e", ".[codegen]")
    session.run("eventcontract", "generate", *session.posargs)


@nox.session
def check(session: nox.Session) -> None:
    """Check that generated/ is what spec/ says and that its version rises enough; read every payload example."""
    install(session, "-e", ".[codegen]")
    session.run("eventcontract", "generate", "--check")
    if Path(".git").exists():  # an sdist has no releases to compare with
        session.run("eventcontract", "bump", "--check")
    session.run("python", "tests/report.py", "spec")


def seed() -> int:
    """Which sample of the slow checks this commit gets; the same wherever it is checked out."""
    command = ["git", "rev-parse", "--short=7", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return int(done.stdout, 16) if done.returncode == 0 else 0


@nox.session(python=list(FOUND))
def tests(session: nox.Session) -> None:
    """Run the test suite on each of Python 3.11 to 3.14 that is installed: on the first all, on the others a part."""
    place = list(FOUND).index(str(session.python))
    options = [f"--seed={seed() + place}", *(["--another-python"] if place else [])]
    absent = [version for version in SUPPORTED if version not in FOUND]
    session.log(f"installed here: Python {', '.join(FOUND)}" + (f"; not {', '.join(absent)}" if absent else ""))
    install(session, "-e", ".[codegen,webhook,testing,probe,sqs,cli,docs,archive]", groups=("test",))
    session.run("pytest", "-n", "auto", *ELSEWHERE, *options, reports(session), *session.posargs)


@nox.session(reuse_venv=True, python=next(iter(FOUND)))
def quick(session: nox.Session) -> None:
    """Test the engine over one small vendor, in half a minute; -- takes pytest's options."""
    install_from_cache(session, "-e", ".[codegen,webhook,testing,probe,sqs,cli,docs,archive]", groups=("test",))
    session.run("pytest", "-n", "auto", "-k", "parcel", "tests/engine", "tests/contract", *session.posargs)


@nox.session(name="tests-full")
def tests_full(session: nox.Session) -> None:
    """Run the test suite on one Python without samples: every check on every event."""
    install(session, "-e", ".[codegen,webhook,testing,probe,sqs,cli,docs,archive]", groups=("test",))
    session.run("pytest", "-n", "auto", *ELSEWHERE, "--whole", reports(session), *session.posargs)


def run_unpinned(session: nox.Session, resolution: str) -> None:
    """Run the test suite with versions that pyproject.toml allows, whatever constraints.txt says."""
    install(session, "uv")
    packages = ["-r", "pyproject.toml", "--all-extras", "--group", "test", "-e", "."]
    session.run("uv", "pip", "install", "--quiet", "--upgrade", "--resolution", resolution, *packages)
    session.run("uv", "pip", "freeze", "--exclude-editable")
    session.run("pytest", "-n", "auto", *ELSEWHERE, f"--seed={seed()}", reports(session), *session.posargs)


@nox.session(python=SUPPORTED[0] if SUPPORTED[0] in FOUND else None)
def lowest(session: nox.Session) -> None:
    """Run the test suite with the oldest versions that pyproject.toml allows."""
    run_unpinned(session, "lowest-direct")


@nox.session
def newest(session: nox.Session) -> None:
    """Run the test suite with the newest versions that pyproject.toml allows."""
    run_unpinned(session, "highest")
    # An extra can hold back a base dependency; those who install no extra get the newest one.
    session.run("uv", "pip", "install", "--quiet", "--upgrade", *PYPROJECT["project"]["dependencies"])
    session.run("uv", "pip", "freeze", "--exclude-editable")
    session.run("pytest", "-n", "auto", "-p", "no:schemathesis", "tests/engine/runtime", "tests/contract")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style with ruff, imports with import-linter, files with .ci/lint.py and wording with .ci/words.py."""
    install(session, "--no-deps", "-e", ".")
    install(session, groups=("lint",))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports")
    session.run("python", ".ci/lint.py")
    session.run("python", ".ci/words.py")


@nox.session
def typing(session: nox.Session) -> None:
    """Check types: mypy --strict on everything, pyright (which needs Node, and brings it) on what is generated."""
    install(session, "-e", ".[codegen,webhook,cli,docs,testing,probe]", "pytest", groups=("typing",))
    environment = {"PYRIGHT_PYTHON_GLOBAL_NODE": "0", "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    session.run("mypy")
    session.run("pyright", env=environment)
    session.run("pytest", "--noconftest", "tests/typing", reports(session), env=environment)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Read a million implausible inputs (or as many as the argument after '--' says); race threads in 300 processes."""
    install(session, "-e", ".[codegen,webhook]", groups=("test",))
    inputs = session.posargs[0] if session.posargs else "1000000"
    threads = "tests/engine/runtime/test_threads.py"
    session.run("pytest", "-n", "auto", "tests/fuzz", threads, env={"FUZZ_INPUTS": inputs, "FIRST_USES": "150"})


@nox.session
def hostile(session: nox.Session) -> None:
    """Try what tests try a sample of: hostile deliveries of 1 MB, a thousand hostile specs, 50 killed processes."""
    install(session, "-e", ".[codegen,webhook,testing,cli,docs]", groups=("test",))
    counts = {"KILLS": "50", "HOSTILE_SPECS": "1000", "GROWTH_SIZES": "10000,100000,1000000"}
    places = ["tests/engine/test_directories.py", "tests/engine/render/test_hostile.py"]
    places += ["tests/engine/runtime/test_growth.py"]
    session.run("pytest", "-n", "auto", "--whole", *places, *session.posargs, env=counts)


@nox.session
def oracle(session: nox.Session) -> None:
    """Compare hundreds of changed contracts and pages with what must be found in them; -- --seed N for others."""
    install(session, "-e", ".[codegen,webhook,testing,cli]", "mypy", groups=("test",))
    places = ["tests/oracle", "tests/engine/model/comparison/test_wire.py", "tests/engine/drift"]
    counts = {"MUTANTS": "100", "EDITS": "200", "DRAFTS": "all"}
    session.run("pytest", "-n", "auto", "-rP", *places, *session.posargs, env=counts)


@nox.session
def drift(session: nox.Session) -> None:
    """Fetch the pages that spec/ lists and compare them with it; -- FILE names the report."""
    install(session, "-e", ".[codegen]")
    report = Path(session.posargs[0] if session.posargs else "drift.md")
    report.parent.mkdir(parents=True, exist_ok=True)
    session.run("python", ".ci/pages.py", str(report))


def built(session: nox.Session) -> Path:
    """The wheel in dist/, built from the sdist: once, however many sessions of one run test it."""
    dist = Path("dist").absolute()
    if not BUILT:
        shutil.rmtree(dist, ignore_errors=True)
        session.run("uv", "build", "--quiet", "--out-dir", str(dist))
        BUILT.extend(dist.glob("*.whl"))
    (wheel,) = BUILT
    return wheel


def environment(session: nox.Session, directory: Path, *what: str) -> Path:
    """The Python of a new environment in ``directory`` that has these packages, at the pinned versions."""
    python = directory / "bin" / "python"
    session.run("python", "-m", "venv", "--without-pip", str(directory))
    session.run("uv", "pip", "install", "--quiet", "--python", str(python), "-c", CONSTRAINTS, *what)
    return python


@nox.session
def build(session: nox.Session) -> None:
    """Build the sdist and from it the wheel, once, and test that wheel in environments outside the repository."""
    install(session, groups=("build",))
    wheel = built(session)
    report = reports(session)
    root = Path.cwd()
    with tempfile.TemporaryDirectory() as outside:
        bare = environment(session, Path(outside, "bare"), str(wheel))
        full = environment(session, Path(outside, "full"), f"{wheel}[codegen]", "pytest")
        shutil.copy(root / "tests" / "acceptance" / "test_package.py", outside)
        shutil.copytree(root / "tests" / "vendors" / "parcel" / "spec", Path(outside, "parcel"))
        with session.chdir(outside):
            session.run(
                *(str(full), "-m", "pytest", "-p", "no:cacheprovider", report, "test_package.py"),
                env={"PACKAGE_DIST": str(wheel.parent), "PACKAGE_BARE_PYTHON": str(bare), "PACKAGE_SPEC": "parcel"},
                external=True,
            )


@nox.session
def consumers(session: nox.Session) -> None:
    """Run the suites of three consumers of the built wheel, as they are and with planted bugs; -- compare for more."""
    install(session, "pytest", "pytest-xdist", groups=("build",))
    comparing = session.posargs == ["compare"]
    what = f"{built(session)}[probe]" if comparing else str(built(session))
    with tempfile.TemporaryDirectory() as outside:
        for name in ("webhook", "lambda", "poller"):
            repository = Path(outside, name)
            shutil.copytree(Path("tests", "consumers", name), repository, ignore=shutil.ignore_patterns("__pycache__"))
            environment(session, repository / ".venv", what, f"{repository}[test]")
        variables = {"CONSUMERS": outside}
        if comparing:
            session.run("python", "-m", "tests.consumers.compare", env=variables)
        else:
            options = ("-n", "auto", "--noconftest", reports(session))
            session.run("pytest", *options, "tests/consumers/test_consumers.py", env=variables)


@nox.session
def asyncapi(session: nox.Session) -> None:
    """Check each asyncapi.yaml with the official parser (from npm, run by Node from PyPI) and its JSON Schema."""
    install(session, "-e", ".[codegen]", groups=("asyncapi",))
    work = Path(session.create_tmp()).absolute()
    shutil.copytree(Path("tests", "asyncapi"), work, dirs_exist_ok=True)
    session.run("eventcontract", "generate", "--spec", "tests/vendors/parcel/spec", "--into", str(work / "generated"))
    directories = [Path("generated").absolute(), work / "generated"]
    documents = [str(file) for directory in directories for file in directory.glob("*/asyncapi.yaml")]
    with session.chdir(work):
        flags = ["--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]
        session.run("npm", "install", *flags)
        for document in documents:
            session.run("node", "validate.mjs", document)
            session.run("python", "validate_schema.py", "node_modules/@asyncapi/specs", document)


def install_from_cache(session: nox.Session, *what: str, groups: tuple[str, ...] = ()) -> None:
    """Install without asking the network, if what was installed before is enough."""
    if session.venv_backend == "uv":
        try:
            install(session, "--offline", *what, groups=groups)
        except CommandFailed:
            session.log("something is new: asking the package index")
        else:
            return
    install(session, *what, groups=groups)


def component(session: nox.Session) -> Path:
    """The directory of the npm package that shows AsyncAPI documents; fetched once."""
    name, version, digest = COMPONENT
    directory = Path(".nox", "npm", f"{name.rpartition('/')[2]}-{version}").absolute()
    if not directory.is_dir():
        with tempfile.TemporaryDirectory() as work:
            session.run("npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", work)
            (archive,) = Path(work).glob("*.tgz")
            if hashlib.sha256(archive.read_bytes()).hexdigest() != digest:
                session.error(f"{name} {version} is not the package that was pinned")
            with tarfile.open(archive) as packed:
                packed.extractall(work, filter="data")
            directory.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(Path(work, "package"), directory)
    return directory


@nox.session(reuse_venv=True)
def docs(session: nox.Session) -> None:
    """Build the documentation in site/; -- serve shows it too, -- versioned DIR puts it next to other versions."""
    install_from_cache(session, "-e", ".[codegen,cli,docs]", groups=("asyncapi",))
    command = ["eventcontract", "docs", "--component", str(component(session))]
    match session.posargs:
        case []:
            session.run(*command)
        case ["serve"]:
            session.run(*command)
            session.run("python", "-m", "http.server", "--bind", "127.0.0.1", "--directory", "site", "8000")
        case ["versioned", directory]:
            session.run(*command, "--versioned", "--into", directory)
        case _:
            session.error("the arguments are: none, serve, or versioned DIR")


@nox.session
def browser(session: nox.Session) -> None:
    """Look at the documentation in Chromium or Chrome; -- pictures takes those of the README instead."""
    program = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
    if program is None:
        session.error("there is no Chromium here; on Debian: apt-get install chromium")
    install(session, "-e", ".[codegen,cli,docs]", groups=("browser", "asyncapi"))
    work = Path(session.create_tmp()).absolute()
    for name, spec in {"first": "spec", "second": "tests/vendors/parcel/spec"}.items():
        command = ["eventcontract", "docs", "--component", str(component(session))]
        session.run(*command, "--spec", spec, "--into", str(work / "sites" / name))
    environment = {"BROWSER": program, "SITES": str(work / "sites")}
    if session.posargs == ["pictures"]:
        session.run("python", "-m", "tests.browser.pictures", env=environment)
    else:
        # The conftest.py of all tests needs more than is installed here.
        options = ["-n", "2", "--confcutdir=tests/browser", reports(session)]
        session.run("pytest", *options, "tests/browser", *session.posargs, env=environment)


@nox.session(python=[version for version in ("3.11", "3.13") if version in FOUND] or None)
def bench(session: nox.Session) -> None:
    """Measure; -- PART ... for parse, explain, check, audit, tables, cold, memory, render or testing."""
    install(session, "-e", ".[codegen,testing,cli,archive]", groups=("bench",))
    session.run("python", "-m", "tests.bench", *session.posargs)


@nox.session
def archive(session: nox.Session) -> None:
    """Audit an archive of a million lines, or as many as '--' says, whose answers are known. Needs Java 17."""
    install(session, "-e", ".[codegen,archive,spark]")
    session.run("python", "-m", "tests.archive", *session.posargs)


@nox.session
def spark(session: nox.Session) -> None:
    """Audit archives, find and type on Spark, which needs Java 17 or newer (without it, the session fails)."""
    install(session, "-e", ".[codegen,cli,archive,spark]", groups=("test",))
    session.run("pytest", reports(session), "tests/spark", *session.posargs)


@nox.session
def pins(session: nox.Session) -> None:
    """Rewrite constraints.txt with the newest versions that pyproject.toml allows."""
    session.install("uv")
    groups = [word for group in PYPROJECT["dependency-groups"] for word in ("--group", group)]
    flags = ["--quiet", "--universal", "--no-annotate", "--no-header", "--upgrade", "--all-extras"]
    session.run("uv", "pip", "compile", "pyproject.toml", *flags, *groups, "-o", CONSTRAINTS)


@nox.session
def inventory(session: nox.Session) -> None:
    """Write inventory/: what the package and its extras for production run on, with hashes and as an SBOM."""
    # Hashes are not in constraints.txt: pip would then refuse to install the package itself in place.
    session.install("uv", "cyclonedx-bom")
    directory = Path("inventory").absolute()
    directory.mkdir(exist_ok=True)
    locked, sbom = directory / "requirements.txt", directory / "sbom.cdx.json"
    flags = ["--quiet", "--universal", "--no-annotate", "--no-header", "--generate-hashes", "-c", CONSTRAINTS]
    extras = [word for extra in PRODUCTION for word in ("--extra", extra)]
    session.run("uv", "pip", "compile", "pyproject.toml", *flags, *extras, "-o", str(locked))
    with tempfile.TemporaryDirectory() as outside:
        python = environment(session, Path(outside, "production"), "--require-hashes", "-r", str(locked))
        flags = ["--pyproject", "pyproject.toml", "--mc-type", "library", "--output-reproducible"]
        session.run("cyclonedx-py", "environment", *flags, "-o", str(sbom), str(python))


@nox.session
def advisories(session: nox.Session) -> None:
    """Look for known vulnerabilities of the versions in constraints.txt."""
    session.install("pip-audit")
    session.run("pip-audit", "--requirement", CONSTRAINTS, "--no-deps", "--disable-pip", "--progress-spinner", "off")
