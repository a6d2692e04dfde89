"""The demo speaks at once, and on a terminal never looks dead."""

import subprocess
import sys
from io import StringIO

import pytest

from kiosk.demo import voice as demo_voice
from kiosk.demo.voice import Voice

# Everything up to the first sentence; then it says what had come in by then.
_UNTIL_IT_SPEAKS = """
import sys
from kiosk import cli
from kiosk.demo.voice import Voice
def say(self, line):
    print(line.partition(".")[0], [name for name in sys.modules if name.startswith("PySide6")])
    raise KeyboardInterrupt
Voice.say = say
cli.main(["demo", *sys.argv[1:]])
"""


class Terminal(StringIO):
    """A terminal of 80 columns."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.mark.parametrize("how", ["--robot", "--improve"])
def test_the_first_sentence_is_said_before_qt_comes_in(how: str) -> None:
    command = [sys.executable, "-c", _UNTIL_IT_SPEAKS, how]

    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert ended.stdout.endswith("[]\n"), ended.stdout + ended.stderr
    assert len(ended.stdout) > 10


def test_on_a_terminal_what_goes_on_gives_way_to_what_happened() -> None:
    terminal = Terminal()
    voice = Voice(terminal, terminal)

    voice.now("a patient answers")
    voice.say("A patient has answered.")

    wiped = "\r" + " " * len("a patient answers") + "\r"
    assert terminal.getvalue() == f"a patient answers{wiped}A patient has answered.\n"


def test_a_story_that_ends_early_leaves_no_line_half_said() -> None:
    terminal = Terminal()
    voice = Voice(terminal, terminal)

    voice.now("a patient answers")
    voice.quiet()

    assert terminal.getvalue().endswith("\r" + " " * len("a patient answers") + "\r")


def test_a_terminal_that_says_it_has_one_column_is_spoken_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "1")
    terminal = Terminal()

    Voice(terminal, terminal).say("A patient has answered.", indent=9)

    assert "answered." in terminal.getvalue()


def test_without_a_terminal_only_what_happened_is_said() -> None:
    out, errors = StringIO(), StringIO()
    voice = Voice(out, errors)

    voice.now("a patient answers")
    voice.still("week 3")
    voice.say("A patient has answered.")

    assert out.getvalue() == "A patient has answered.\n"
    assert errors.getvalue() == ""


def test_without_a_terminal_a_long_silence_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_voice, "QUIET_S", 0.0)
    out = StringIO()

    Voice(out, StringIO()).still("week 3")

    assert out.getvalue() == "week 3\n"
