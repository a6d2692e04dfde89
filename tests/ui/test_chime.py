"""The chime: plays by what there is, never holds anything up, is silent without a word."""

import sys
import time
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from kiosk.resources import resource
from kiosk.ui.chime import PROGRAMS, Chime, installed_players

pytestmark = pytest.mark.usefixtures("app", "qt_warnings")
SOUND = resource("sounds", "still-there.wav")
GENERATOR = Path(__file__).resolve().parents[2] / "packaging" / "sounds.py"


def player(script: str) -> tuple[str, ...]:
    return (sys.executable, "-c", script)


def wait_for(condition: Callable[[], object]) -> None:
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until
        QCoreApplication.processEvents()
        time.sleep(0.005)


def told_ends(chime: Chime) -> list[bool]:
    ends: list[bool] = []
    chime.ended.connect(lambda: ends.append(True))
    return ends


def test_it_plays_the_file_in_a_process_of_its_own_without_waiting(tmp_path: Path) -> None:
    played = tmp_path / "played"
    script = f"import sys, time; time.sleep(0.3); open({str(played)!r}, 'a').write(sys.argv[-1])"
    chime = Chime(SOUND, [player(script)])
    ends = told_ends(chime)
    began = time.monotonic()
    chime.play()
    chime.play()  # plays already
    assert time.monotonic() - began < 0.25
    wait_for(lambda: ends)
    assert played.read_text() == str(SOUND)
    assert chime.works


def test_a_player_that_fails_gives_way_to_the_next(tmp_path: Path) -> None:
    played = tmp_path / "played"
    good = player(f"open({str(played)!r}, 'a').write('x')")
    chime = Chime(SOUND, [(str(tmp_path / "none"),), player("raise SystemExit(1)"), good])
    ends = told_ends(chime)
    chime.play()
    wait_for(lambda: ends)
    chime.play()
    wait_for(lambda: len(ends) == 2)
    assert played.read_text() == "xx"
    assert chime.works


def test_where_none_plays_it_is_silent_and_says_so(tmp_path: Path) -> None:
    chime = Chime(SOUND, [player("raise SystemExit(1)"), (str(tmp_path / "none"),)])
    ends = told_ends(chime)
    chime.play()
    wait_for(lambda: ends)
    assert not chime.works


def test_where_there_is_no_player_it_is_silent_at_once() -> None:
    chime = Chime(SOUND, [])
    ends = told_ends(chime)
    chime.play()
    assert ends
    assert not chime.works


def test_what_failed_once_is_tried_again_the_next_time(tmp_path: Path) -> None:
    there = tmp_path / "there"
    chime = Chime(SOUND, [player(f"import os, sys; sys.exit(not os.path.exists({str(there)!r}))")])
    ends = told_ends(chime)
    chime.play()
    wait_for(lambda: ends)
    assert not chime.works
    there.touch()
    chime.play()
    wait_for(lambda: len(ends) == 2)
    assert chime.works


def test_a_system_that_plays_by_itself_is_asked_first_and_may_refuse() -> None:
    chime = Chime(SOUND, [], direct=lambda sound: sound != SOUND)
    assert chime.works
    chime.play()
    assert not chime.works


def test_closing_ends_what_plays() -> None:
    chime = Chime(SOUND, [player("import time; time.sleep(60)")])
    chime.play()
    wait_for(chime._playing.processId)
    began = time.monotonic()
    chime.close()
    assert time.monotonic() - began < 1
    assert chime._playing.processId() == 0


def test_only_programs_that_are_there_are_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("aplay", "paplay"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = [Path(command).name for command, *_ in installed_players()]
    assert found == [name for name, *_ in PROGRAMS if name in {"aplay", "paplay"}]


def test_the_sound_is_short_and_soft() -> None:
    with wave.open(str(SOUND)) as file:
        seconds = file.getnframes() / file.getframerate()
        frames = file.readframes(file.getnframes())
    samples = [
        int.from_bytes(frames[i : i + 2], "little", signed=True) for i in range(0, len(frames), 2)
    ]
    assert 1 < seconds < 2.5
    assert 3000 < max(map(abs, samples)) < 16_000
    assert abs(samples[0]) < 100
    assert abs(samples[-1]) < 100


def test_the_script_makes_the_sound_that_ships(tmp_path: Path) -> None:
    made: dict[str, object] = {"__name__": "sounds", "__file__": str(GENERATOR)}
    exec(compile(GENERATOR.read_text(), str(GENERATOR), "exec"), made)  # noqa: S102 - our own script
    made["write"](tmp_path)  # type: ignore[operator]
    assert (tmp_path / SOUND.name).read_bytes() == SOUND.read_bytes()
