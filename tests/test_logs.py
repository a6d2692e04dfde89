"""The log holds what is on the list, and no word of anything else."""

import ast
import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import logs
from kiosk.errors import SettingsInvalid
from kiosk.logs import LOG, place_of, tell, way_of

NERW = "nerwqz"
ROOT = Path(__file__).parents[1] / "kiosk"


@pytest.fixture
def told() -> Iterator[io.StringIO]:
    """What a logger of another library writes into, by our list; pytest's own logging is spared."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs._AllowList(journal=False))
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def fail(words: str) -> None:
    raise ValueError(words)


def caught(words: str) -> ValueError:
    try:
        fail(words)
    except ValueError as error:
        return error
    raise AssertionError


@pytest.mark.parametrize("name", ["sqlalchemy.pool", "keyring", "asyncio", "httpx2", "kiosk.ui"])
def test_of_another_librarys_record_only_its_place_is_kept(name: str, told: io.StringIO) -> None:
    words = NERW[::-1]
    logging.getLogger(name).error("could not write %r", {"answer": words}, exc_info=caught(words))
    logging.getLogger(name).error(f"could not write {words}", extra={"answer": words})  # noqa: G004
    assert words not in told.getvalue()
    assert told.getvalue().count(f"error {name}: [message withheld] at ") == 2
    assert "kind=ValueError place=" in told.getvalue()
    assert "test_logs.py:" in told.getvalue()


def test_what_is_on_the_list_is_written(told: io.StringIO) -> None:
    bug = caught(NERW[::-1])
    tell(
        LOG, logging.ERROR, "unexpected", kind=ValueError, place=place_of(bug.__traceback__),
        code="SQLITE_FULL", count=3, error=SettingsInvalid("kiosk.toml: an unknown key"),
    )  # fmt: skip
    line = told.getvalue()
    assert "error kiosk: unexpected kind=ValueError place=" in line
    assert line.endswith("code=SQLITE_FULL count=3 error=kiosk.toml: an unknown key\n")


@pytest.mark.parametrize("text", ["two words", "a\nline", "é", "x" * 61])
def test_a_code_that_is_a_text_is_left_out(text: str, told: io.StringIO) -> None:
    tell(LOG, logging.ERROR, "failed", code=text)
    assert told.getvalue().endswith("kiosk: failed\n")


def test_what_happened_is_always_a_literal_of_the_program() -> None:
    """Else a value may slip into the one free text there is."""
    wrong = []
    for file in ROOT.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                at = {"tell": 2, "log_failure": 0, "only_logged": 0}.get(call.func.id)
                if at is None or len(call.args) <= at or file.name == "speaker.py":
                    continue
                if not isinstance(call.args[at], ast.Constant):
                    wrong.append(f"{file.relative_to(ROOT)}:{call.lineno}")
    # Passed on by log_failure and only_logged, and by the hooks of the log itself.
    assert {one.partition(":")[0] for one in wrong} <= {"logs.py", "ui/guard.py"}, wrong
    assert len(wrong) == 3


def test_nobody_writes_to_the_log_but_by_the_list() -> None:
    names = {"debug", "info", "warning", "error", "exception", "critical", "log"}
    found = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for file in ROOT.rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in names
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id.lower() in {"log", "logger", "logging"}
    ]
    assert [one.partition(":")[0] for one in found] == ["logs.py"]


def test_the_way_of_a_bug_is_told_to_its_beginning_without_a_value() -> None:
    words = NERW[::-1]
    try:
        try:
            fail(words)
        except ValueError as cause:
            raise KeyError(words) from cause
    except KeyError as bug:
        way = "\n".join(way_of(bug))
    assert words not in way
    assert way.index("KeyError, raised by way of") < way.index("ValueError, raised by way of")
    assert " in fail" in way


def test_a_circle_of_causes_comes_to_an_end() -> None:
    one, two = ValueError(), KeyError()
    one.__cause__, two.__cause__ = two, one
    assert len(list(way_of(one))) == 2


IN_A_PROCESS = """
import concurrent.futures, logging, sys, threading, warnings
from kiosk import logs
logs.configure(sys.stderr)
words = "nerwqz"[::-1]

class Left:
    def __del__(self):
        raise ValueError(words)

class Unprintable:
    def __str__(self):
        raise ValueError(words)

def fail(*_):
    raise ValueError(words)

del_me = Left(); del del_me
thread = threading.Thread(target=fail); thread.start(); thread.join()
warnings.warn(words)
warnings.warn_explicit(words, UserWarning, "kiosk/x.py", 7)
logging.getLogger("other").error("%s %s", words)
logging.getLogger("other").error("%s", Unprintable())
future = concurrent.futures.Future(); future.add_done_callback(fail); future.set_result(words)
logging.getLogger("other").info(words)
try:
    fail()
except ValueError:
    raise KeyError(words)
"""


def in_a_process(code: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert ended.stdout == ""
    return ended.stderr


def test_nothing_that_python_itself_would_print_gets_past_the_list() -> None:
    told = in_a_process(IN_A_PROCESS)
    assert NERW[::-1] not in told
    lines = told.splitlines()
    assert len(lines) == 8, told
    for part in (
        "uncaught on the way kind=ValueError",
        "uncaught on a thread kind=ValueError",
        "a warning kind=UserWarning place=kiosk/x.py:7",
        "other: [message withheld]",
        "concurrent.futures: [message withheld]",
        "uncaught kind=KeyError",
    ):
        assert any(part in line for line in lines), (part, told)


def test_the_same_process_without_the_list_tells_everything() -> None:
    told = in_a_process(IN_A_PROCESS.replace("logs.configure(sys.stderr)", ""))
    assert told.count(NERW[::-1]) >= 8


def test_a_bug_of_a_command_is_told_without_its_values_even_in_full() -> None:
    code = (
        "from kiosk import cli\n"
        "def fail(arguments):\n"
        "    try:\n        raise ValueError('nerwqz'[::-1])\n"
        "    except ValueError as cause:\n        raise KeyError('nerwqz'[::-1]) from cause\n"
        "cli._call = fail\n"
        "raise SystemExit(cli.main(['status', '--json']))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"CLINIC_KIOSK_TRACEBACK": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 70
    assert NERW[::-1] not in ended.stdout + ended.stderr
    assert json.loads(ended.stdout)["error"] == "Bug"
    assert "KeyError at " in ended.stderr
    assert "ValueError, raised by way of" in ended.stderr
    assert "kiosk/cli.py:" in ended.stderr


def test_the_journal_gets_priorities_and_keeps_the_time_itself(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as stream:
        there = os.fstat(stream.fileno())
        for name, journal in ((f"{there.st_dev}:{there.st_ino}", True), ("1:2", False)):
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("JOURNAL_STREAM", name)
                assert logs.is_journal(stream) is journal
    record = logging.LogRecord("kiosk", logging.ERROR, "kiosk/x.py", 7, "m", (), None)
    assert logs._AllowList(journal=True).format(record).startswith("<3>error kiosk: ")
