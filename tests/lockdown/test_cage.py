"""No key, no chord and no hand leads out of `kiosk run` under cage."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from kiosk.running.closed import CLOSED_PAGE_MS
from tests.lockdown.conftest import SIZE, Cage
from tests.lockdown.hands import DOWN, ENTER, SPACE, TAB, Hands, chords

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]

SETTINGS = """
[patient]
languages = ["en", "ar"]
draft_translations = ["ar"]
forms = ["pain-today", "what-matters", "gad-7"]
idle_warning_s = 60
idle_countdown_s = 60

[panel]
px_per_mm = 4.4
"""
PROGRAM = f"{sys.executable} -P -m kiosk"
RUNS = (
    "cage ", "dbus-daemon ", "dbus-run-session ", "gnome-keyring-daemon ", f"{PROGRAM} run ",
    "/usr/bin/speech-dispatcher ", "/usr/lib/speech-dispatcher-modules/",
)  # fmt: skip
"""All that runs in the session of a kiosk; its own voice is a child of its own."""
VOICE = " kiosk.ui.access.speaker"

WAYS_OUT = (
    "get_popup", "get_subsurface", "set_selection", "start_drag", "unset_fullscreen",
    "set_minimized", "show_window_menu", "move", "resize", "destroy", "close",
)  # fmt: skip
BATCH = 200
REST_S = 0.005
"""Between two events: a compositor cuts off who does not keep up with it."""

LEAVES_S = 700
"""The longest that a screen stands before it is the first page again, for who asked for time."""

A_PATIENT = (
    f"{TAB} {ENTER}",  # the language
    f"{TAB} {ENTER}",  # the form
    f"{TAB} {TAB} {ENTER}",  # past what is counted: “I answer myself”
    f"{TAB} {DOWN} {DOWN} {SPACE} {TAB} {ENTER}",
)
"""The keys of somebody who has no touch, up to the check page."""

SEND = (755, 699)
"""Where its button is."""

THEME = Path(__file__).parents[2] / "kiosk" / "ui" / "Theme.qml"
COLOURS = set(re.findall(r"#[0-9a-f]{6}", THEME.read_text()))


class Warder:
    """Looks at a kiosk in cage for every way out."""

    def __init__(self, cage: Cage) -> None:
        self._cage, self._pid = cage, cage.kiosk_pid()
        self.looks, self.screens = 0, set[int]()

    def look(self, after: str) -> None:
        """Fails where something stands open."""
        self.looks += 1
        assert not (found := self._ways_out()), f"{after}: {found}"

    def _ways_out(self) -> list[str]:
        cage, wrong = self._cage, []
        if cage.kiosk_pid() != self._pid:
            wrong.append(f"the kiosk is another process, or none: {cage.said[-5:]}")
        runs = cage.processes().values()
        others = [told for told in runs if not (told.startswith(RUNS) or told.endswith(VOICE))]
        wrong += [f"a process: {one}" for one in others]
        wrong += [f"asked for: {one}" for one in WAYS_OUT if cage.asked[one]]
        if cage.asked["get_toplevel"] != 1:
            wrong.append(f"windows: {cage.asked['get_toplevel']}")
        cage.wake()
        screen = cage.screen()
        self.screens.add(hash(screen))
        if strange := screen.corners() - COLOURS:
            wrong.append(f"a corner is not the kiosk's: {strange}")
        return wrong


def _in_turns(cage: Cage, warder: Warder, events: Iterator[str]) -> int:
    done = 0
    while batch := list(islice(events, BATCH)):
        cage.do("".join(f"{one} sleep {REST_S}\n" for one in batch))
        done += len(batch)
        warder.look(f"event {done}")
    return done


def _wait_for_first_page(cage: Cage, first: Any) -> None:
    end = time.monotonic() + LEAVES_S
    cage.do(f"mousemove {SIZE[0] // 2} 4\n")
    while cage.still() != first:
        assert time.monotonic() < end, "the first page does not come back"
        time.sleep(5)


def _answer(cage: Cage) -> None:
    """From the first page to answers that are sent: as before, for a patient who comes now."""
    before = cage.kiosk("status")["waiting"]
    for keys in A_PATIENT:
        cage.do(f"key --delay 60 {keys}\n")
        cage.still()
    cage.do(f"mousemove {SEND[0]} {SEND[1]} click 1\n")
    cage.still()
    assert cage.kiosk("status")["waiting"] == before + 1


def _told(cage: Cage) -> dict[str, int]:
    """What the log says was done at this screen, how often."""
    counts: dict[str, int] = {}
    for event in cage.kiosk("audit", "--last", "100000")["events"]:
        counts[event["action"]] = counts.get(event["action"], 0) + 1
    return counts


@pytest.fixture
def caged(open_cage: Callable[..., Any]) -> Iterator[Cage]:
    with open_cage(SETTINGS) as cage:
        cage.do(f"mousemove {SIZE[0] // 2} 4\n")
        yield cage


def test_while_nobody_touches_it_nothing_is_asked_of_the_compositor(caged: Cage) -> None:
    caged.still()
    before = caged.asked.copy()
    time.sleep(3)
    assert caged.asked == before


def test_who_looks_for_ways_out_sees_a_program_that_was_started(caged: Cage) -> None:
    warder = Warder(caged)
    warder.look("the start")
    with subprocess.Popen([*caged.prefix, "sleep", "60"], env=caged.env) as started:
        found = warder._ways_out()
        started.kill()
    assert found == ["a process: sleep 60"]


def test_no_key_with_any_others_held_leads_out(caged: Cage, capsys: Any) -> None:
    first, warder, hands = caged.still(), Warder(caged), Hands(SIZE, seed=9)
    began = time.monotonic()
    # In between they go on, so that the keys are pressed on every page that there is.
    events = (f"{one} {hands.event()}" if n % 9 == 0 else one for n, one in enumerate(chords()))
    done = _in_turns(caged, warder, events)
    told = _told(caged)
    with capsys.disabled():
        print(f"\n{done} chords in {time.monotonic() - began:.0f} s, {warder.looks} looks, "
              f"{len(warder.screens)} screens: 0 ways out; the log: {told}")  # fmt: skip
    assert "staff.opened" not in told
    _wait_for_first_page(caged, first)
    _answer(caged)


def test_ten_thousand_events_of_hands_lead_nowhere_out(caged: Cage, capsys: Any) -> None:
    first, warder, hands = caged.still(), Warder(caged), Hands(SIZE, seed=27)
    began = time.monotonic()
    done = _in_turns(caged, warder, (hands.event() for _ in range(10_000)))
    took = time.monotonic() - began
    told = _told(caged)
    assert "staff.opened" not in told
    _wait_for_first_page(caged, first)
    _answer(caged)
    warder.look("the next patient")
    with capsys.disabled():
        print(f"\n{done} events in {took:.0f} s, {warder.looks} looks, {len(warder.screens)} "
              f"screens: 0 ways out; the log: {told}")  # fmt: skip


def test_the_page_of_a_kiosk_that_can_not_open_is_no_door(
    open_cage: Callable[..., Any], capsys: Any
) -> None:
    with open_cage(SETTINGS, spoilt='echo "[nothing]" >>"$HOME/kiosk.toml"') as cage:
        began = time.monotonic()
        warder, hands, done = Warder(cage), Hands(SIZE, seed=3), 0
        while time.monotonic() - began < CLOSED_PAGE_MS / 1000 - 8:
            done += _in_turns(cage, warder, (hands.event() for _ in range(BATCH)))
        with capsys.disabled():
            print(f"\n{done} events before the page of a closed kiosk: 0 ways out")
        while cage.kiosk_pid():  # by itself, for its supervisor
            assert time.monotonic() - began < 3 * CLOSED_PAGE_MS / 1000
            time.sleep(0.2)
