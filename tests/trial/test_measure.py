"""Times and memory as the trial reports them: measured, and None where they can't be."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtQuick import QQuickWindow

from kiosk.trial.measure import FrameWatch, Times, times
from kiosk.trial.process import pss_mb, since_launch_ms
from kiosk.trial.touch import Finger

Shower = Callable[..., QQuickWindow]
GO_ON = 'label: "Go on"'
HEADING = "How are you today?"


def test_the_time_from_letting_go_to_the_frame_that_shows_it(show: Shower) -> None:
    window = show((GO_ON, f'{GO_ON}; onClicked: heading.text = "Thank you"'))
    finger, watch = Finger(window), FrameWatch(window)
    place = finger.find("Go on").rect.center()

    began = time.perf_counter()
    took = watch.touch(finger, place, lambda: finger.heading() == "Thank you")
    whole = (time.perf_counter() - began) * 1000

    assert took is not None
    assert 0 < took < whole
    assert finger.heading() == "Thank you"


def test_what_is_shown_later_is_waited_for(show: Shower) -> None:
    late = (
        "Timer { id: late; interval: 150; onTriggered: heading.text = 'At last' } "
        "Timer { running: true; repeat: true; interval: 20; onTriggered: hint.x += 1 }"
    )
    window = show((GO_ON, f"{GO_ON}; onClicked: late.start()"), ("// more", late))
    finger, watch = Finger(window), FrameWatch(window)

    took = watch.touch(
        finger, finger.find("Go on").rect.center(), lambda: finger.heading() == "At last"
    )

    assert took is not None
    assert took > 140


def test_a_touch_that_shows_nothing_has_no_time(show: Shower) -> None:
    window = show()
    finger, watch = Finger(window), FrameWatch(window)
    place = finger.find(HEADING).rect.center()
    assert watch.touch(finger, place, lambda: finger.heading() == "Never", patience_s=0.2) is None


def test_a_frame_may_be_asked_for_without_a_touch(show: Shower) -> None:
    window = show()
    item = window.contentItem().childItems()[0]
    assert FrameWatch(window).after(lambda: item.setX(41), patience_s=1.0) is not None


def test_the_median_and_what_95_of_100_stay_under() -> None:
    assert times([]) is None
    assert times([7.0]) == Times(7.0, 7.0, 1)
    assert times([float(n) for n in range(100, 0, -1)]) == Times(50.5, 95.0, 100)


def test_a_process_knows_how_long_ago_it_was_launched() -> None:
    asked = (
        "import time; time.sleep(0.3); from kiosk.trial.process import since_launch_ms as s;"
        "print(s()); time.sleep(0.5); print(s())"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    ).stdout.split()
    first, second = map(float, told)
    assert first > 290
    assert 490 < second - first < 5000


def test_memory_is_that_of_the_process_and_all_it_started() -> None:
    grandchild = "b = b'x' * 60_000_000; print(len(b), flush=True); input()"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grandchild!r}])"
    with subprocess.Popen(
        [sys.executable, "-c", child], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        measured = pss_mb(process.pid)
        process.communicate("\n")
    assert measured is not None
    assert 60 < measured < 200


def test_a_system_that_does_not_tell_gets_no_number(tmp_path: Path) -> None:
    assert since_launch_ms(tmp_path) is None
    assert pss_mb(1, tmp_path) is None
