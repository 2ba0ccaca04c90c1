"""Directories are replaced as a whole, whenever the process dies and whatever fails; what others wrote stays."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eventcontract import directories
from tests.vendors import SPECS

KILLS = int(os.environ.get("KILLS", "3"))

# Replaces ``target`` again and again in forked processes, in each of which the next call of the system fails: the
# process is killed there ("kill"), or the call says that the disk is full ("full").
EACH_CALL = '''
import errno, itertools, os, signal, sys
from pathlib import Path
from eventcontract import directories

how, able, root = sys.argv[1], sys.argv[2] == "able", Path(sys.argv[3])
target = root / "target"
CALLS = {"open", "os.mkdir", "os.rename"}
if how == "kill":
    CALLS |= {"os.remove", "os.rmdir", "os.scandir", "shutil.rmtree", "ctypes.dlsym"}
if not able:
    directories._exchange = lambda first, second: False

def build(content):
    with directories.replaced(target) as directory:
        for name in ("a", "b/c", "b/d"):
            (directory / name).parent.mkdir(exist_ok=True)
            (directory / name).write_text(content)

def state():
    """The content of the directory, which must be whole."""
    if not target.exists():
        return "missing"
    found = {str(file.relative_to(target)): file.read_text() for file in target.rglob("*") if file.is_file()}
    assert sorted(found) == ["a", "b/c", "b/d", "manifest.txt"], found
    (content,) = {text for name, text in found.items() if name != "manifest.txt"}
    return content

build("0")
missing = 0
for number in itertools.count(1):
    before = state()
    child = os.fork()
    if not child:
        seen = 0
        def fail(event, arguments):
            global seen
            if event in CALLS and not str(arguments[0]).endswith((".py", ".pyc")):
                seen += 1
                if seen == number and how == "kill":
                    os.kill(os.getpid(), signal.SIGKILL)
                if seen == number:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sys.addaudithook(fail)
        try:
            build(str(number))
        except OSError:
            os._exit(0 if state() == before else 3)
        os._exit(0 if seen >= number else 4)
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 4:
        break  # there are no more calls
    assert os.WIFSIGNALED(status) if how == "kill" else status == 0, (number, status)
    missing += state() == "missing"
    with directories._alone(root):
        assert state() in (before, str(number)), number
    assert [each.name for each in root.iterdir()] == ["target"], number
    if number % 7 == 0:
        build("again")
print(number, missing)
'''


def run(program: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("able", ["able", "unable"])
@pytest.mark.parametrize("how", ["kill", "full"])
def test_whichever_call_fails_the_old_directory_or_the_new_one_is_there(how: str, able: str, tmp_path: Path) -> None:
    calls, missing = map(int, run(EACH_CALL, how, able, str(tmp_path)).split())
    assert calls > (20 if how == "kill" else 10)
    # Where two directories cannot be swapped, there is one moment without any, which the next call ends.
    assert missing == (1 if (how, able) == ("kill", "unable") else 0)


TOGETHER = """
import os, sys
from pathlib import Path
from eventcontract import directories

target = Path(sys.argv[1], "target")

def build(content):
    with directories.replaced(target) as directory:
        for number in range(20):
            (directory / str(number)).write_text(content)

build("first")
writers = []
for each in range(3):
    writers.append(os.fork())
    if not writers[-1]:
        for number in range(60):
            build(f"{each} {number}")
        os._exit(0)
looks = 0
while writers:
    handle = os.open(target, os.O_RDONLY)
    os.close(handle)
    looks += 1
    done, status = os.waitpid(-1, os.WNOHANG)
    if done:
        assert status == 0
        writers.remove(done)
assert len({(target / str(number)).read_text() for number in range(20)}) == 1
print(looks)
"""


def test_several_at_once_leave_a_whole_directory_which_is_never_missing(tmp_path: Path) -> None:
    assert int(run(TOGETHER, str(tmp_path))) > 100
    assert [each.name for each in tmp_path.iterdir()] == ["target"]


def command(spec: Path, into: Path) -> list[str]:
    return [sys.executable, "-m", "eventcontract.cli.maintainer", "generate", "--spec", str(spec), "--into", str(into)]


def test_generate_killed_at_any_moment_leaves_the_old_package_or_the_new_one(tmp_path: Path) -> None:
    spec = Path(shutil.copytree(SPECS["beacon"], tmp_path / "spec"))
    into, file, dice = tmp_path / "into", spec / "spec.yaml", random.Random(KILLS)
    texts = [file.read_text(encoding="utf-8").replace("version: 1.0.0", f"version: 1.0.{n}") for n in (0, 1)]
    whole = []
    for text in texts:
        file.write_text(text, encoding="utf-8")
        began = time.monotonic()
        subprocess.run(command(spec, into), check=True, capture_output=True)
        took = time.monotonic() - began
        whole.append(contents(into / "beacon_webhooks"))
    for number in range(KILLS):
        file.write_text(texts[number % 2], encoding="utf-8")
        with subprocess.Popen(command(spec, into), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(dice.uniform(took / 3, took * 1.1))
            process.send_signal(signal.SIGKILL)
        assert contents(into / "beacon_webhooks") in whole
    subprocess.run(command(spec, into), check=True, capture_output=True)
    assert [each.name for each in into.iterdir()] == ["beacon_webhooks"]


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from eventcontract.cli import run
sys.argv[1:] = ["generate", "--spec", sys.argv[2], "--into", sys.argv[3]]
run()
"""


def test_generate_says_in_one_line_that_files_cannot_be_written(tmp_path: Path) -> None:
    spec = Path(shutil.copytree(SPECS["beacon"], tmp_path / "spec"))
    into = tmp_path / "into"
    subprocess.run(command(spec, into), check=True, capture_output=True)
    before = contents(into)
    for limit in ("0", "3000"):
        arguments = [sys.executable, "-c", LIMITED, limit, str(spec), str(into)]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
        assert done.returncode == 2, done
        assert done.stderr.startswith("Error: ")
        assert "Traceback" not in done.stderr
        assert contents(into) == before


def contents(directory: Path) -> dict[str, bytes]:
    return {str(file.relative_to(directory)): file.read_bytes() for file in directory.rglob("*") if file.is_file()}


def test_a_directory_that_only_looks_like_ours_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / directories.MANIFEST).write_text("a list of ours\n", encoding="utf-8")
    with pytest.raises(directories.NotReplaced), directories.replaced(tmp_path / "target"):
        pytest.fail("there is something else")


def test_links_in_a_directory_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.txt").write_text("years of work", encoding="utf-8")
    with directories.replaced(tmp_path / "target") as directory:
        (directory / "a").write_text("", encoding="utf-8")
    (tmp_path / "target" / "b").symlink_to(tmp_path / "home")
    with pytest.raises(directories.NotReplaced, match="b: this command"), directories.replaced(tmp_path / "target"):
        pass
    assert (tmp_path / "home" / "thesis.txt").is_file()
