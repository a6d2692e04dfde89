"""The watch: a warning, a countdown, and never while something speaks."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication

from kiosk.ui.idle import MORE_TIME, IdleWatch

pytestmark = pytest.mark.usefixtures("app", "qt_warnings")
QUIET_S, COUNTDOWN_S = 0.08, 0.08


class Heard:
    """What a watch said."""

    def __init__(self, watch: IdleWatch) -> None:
        self.warned, self.expired = 0, 0
        watch.warned.connect(self._warn)
        watch.expired.connect(self._expire)

    def _warn(self) -> None:
        self.warned += 1

    def _expire(self) -> None:
        self.expired += 1


@pytest.fixture
def watch() -> Iterator[IdleWatch]:
    made = IdleWatch(QUIET_S, COUNTDOWN_S)
    yield made
    made.stop()


@pytest.fixture
def heard(watch: IdleWatch) -> Heard:
    return Heard(watch)


def live(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QCoreApplication.processEvents()
        time.sleep(0.002)


def wait_for(condition: Callable[[], Any]) -> None:
    until = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < until
        live(0.005)


def test_it_warns_then_ends(watch: IdleWatch, heard: Heard) -> None:
    watch.start()
    wait_for(lambda: heard.warned)
    assert watch.warning
    assert not heard.expired
    wait_for(lambda: heard.expired)
    assert not watch.warning
    live(QUIET_S * 2)
    assert (heard.warned, heard.expired) == (1, 1)


def test_one_tap_extends_any_number_of_times(watch: IdleWatch, heard: Heard) -> None:
    watch.start()
    for times in range(1, 13):
        wait_for(lambda times=times: heard.warned == times)
        watch.stay()
        assert not watch.warning
    assert heard.expired == 0


def test_a_touch_begins_the_quiet_anew_and_does_not_take_the_warning_away(
    watch: IdleWatch, heard: Heard
) -> None:
    watch.start()
    for _ in range(6):
        live(QUIET_S / 2)
        watch.touched()
    assert heard.warned == 0
    wait_for(lambda: heard.warned)
    watch.touched()
    assert watch.warning


def test_while_something_speaks_no_time_passes(watch: IdleWatch, heard: Heard) -> None:
    watch.start()
    watch.hold()
    watch.hold()
    live(QUIET_S * 2)
    watch.release()
    watch.touched()
    live(QUIET_S * 2)
    assert heard.warned == 0
    watch.release()
    wait_for(lambda: heard.warned)


def test_a_countdown_waits_for_what_speaks_and_stays_on_the_screen(
    watch: IdleWatch, heard: Heard
) -> None:
    watch.start()
    wait_for(lambda: heard.warned)
    watch.hold()
    live(COUNTDOWN_S * 3)
    assert watch.warning
    assert heard.expired == 0
    watch.release()
    wait_for(lambda: heard.expired)


def test_what_begins_while_it_is_held_counts_after(watch: IdleWatch, heard: Heard) -> None:
    watch.hold()
    watch.start()
    live(QUIET_S * 2)
    assert heard.warned == 0
    watch.release()
    wait_for(lambda: heard.warned)


def test_a_release_does_not_start_what_was_stopped(watch: IdleWatch, heard: Heard) -> None:
    watch.start()
    watch.hold()
    watch.stop()
    watch.release()
    watch.release()  # one too many
    live(QUIET_S * 3)
    assert (heard.warned, heard.expired) == (0, 0)


def test_more_time_is_three_times_as_long_until_it_is_taken_back(
    watch: IdleWatch, heard: Heard
) -> None:
    watch.slower = True
    began = time.monotonic()
    watch.start()
    wait_for(lambda: heard.warned)
    assert time.monotonic() - began >= QUIET_S * MORE_TIME * 0.9
    wait_for(lambda: heard.expired)
    assert time.monotonic() - began >= (QUIET_S + COUNTDOWN_S) * MORE_TIME * 0.9
    watch.slower = False
    assert watch._quiet.interval() == round(QUIET_S * 1000)


def test_the_countdown_tells_the_seconds_that_are_left() -> None:
    watch = IdleWatch(0.02, 60)
    heard = Heard(watch)
    watch.start()
    wait_for(lambda: heard.warned)
    assert watch.secondsLeft == 60
    watch._tick()
    assert watch.secondsLeft == 59
    watch.stop()
    assert watch.secondsLeft == 0


def test_the_screen_sounds_when_it_asks_whether_somebody_is_there(kiosk: Any) -> None:
    played: list[object] = []

    def play(sound: object) -> bool:
        played.append(sound)
        return True

    kiosk.window.chime._direct = play
    kiosk.patient.idle.start()
    kiosk.patient.idle._warn()
    assert [sound.name for sound in played] == ["still-there.wav"]  # type: ignore[attr-defined]
    kiosk.patient.idle.stop()
