"""One patient after the other, each leaving by another way: nothing grows, nothing of them stays.

Nothing is collected for them: what holds an answer goes with the last reference to it, at once.
"""

import gc
import random
import weakref
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from kiosk.trial.touch import rest

FIRST = 50
GROWTH_MB = 5.0
THEMES = ("light", "dark", "contrast", "contrast-dark")


def send(watched: Any) -> None:
    watched.kiosk.patient.send()
    watched.finger.wait_until(lambda: watched.kiosk.patient.page == "thanks", "the thanks")
    watched.kiosk.patient.leave(delete=False)


def send_so_far(watched: Any) -> None:
    watched.kiosk.patient.sendSoFar()
    watched.finger.wait_until(lambda: watched.kiosk.patient.page == "thanks", "the thanks")
    watched.kiosk.patient.leave(delete=False)


def delete(watched: Any) -> None:
    watched.kiosk.patient.leave(delete=True)
    watched.finger.wait_until(lambda: watched.kiosk.patient.sheet != "deleting", "the deletion")


def time_out(watched: Any) -> None:
    watched.time_is_up()


def a_bug(watched: Any) -> None:
    watched.kiosk.patient.fail()
    rest(0)
    watched.kiosk.patient.leave(delete=False)


def pause(watched: Any) -> None:
    watched.kiosk.patient.pause()


WAYS: tuple[Callable[[Any], None], ...] = (send, send_so_far, delete, time_out, a_bug, pause)


class Queue:
    """The patients before an open kiosk, by chance but the same for the same seed."""

    def __init__(self, watched: Any, forms: Any, seed: int) -> None:
        self._watched, self._forms = watched, forms
        self._chance = random.Random(seed)  # noqa: S311 - patients of a test
        self.empty = watched.objects()

    def serve(self, number: int) -> None:
        """One patient, and nothing of them after."""
        watched, chance, patient = self._watched, self._chance, self._watched.kiosk.patient
        words = f"zq{chance.getrandbits(40):x}"
        # In turn, so that the first patients have seen every look: what is made once is made then.
        watched.begin(self._forms[number % len(self._forms)], ("en", "ar")[number % 2])
        patient.display.setText(number // 2 % 3)
        patient.display.setTheme(THEMES[number // 6 % 4])
        way = WAYS[number % len(WAYS)]
        if way in {send, a_bug} or chance.random() < 0.5:
            watched.walk(chance, words)
        else:
            watched.answer(chance, words)
        visit = patient._visit
        held = [visit, *visit.parts, *(part.sitting for part in visit.parts)]
        held += [part.sitting.filler for part in visit.parts]
        alive = [weakref.ref(one) for one in held]
        del held, visit
        way(watched)
        watched.settle()
        self._nothing_left(number, way.__name__, alive, words)

    def _nothing_left(self, number: int, way: str, alive: Any, words: str) -> None:
        patient = self._watched.kiosk.patient
        told = f"patient {number}, {way}"
        assert patient.page == "attract", told
        kept = [type(ref()).__name__ for ref in alive if ref() is not None]
        assert kept == [], told
        assert self._watched.shows(words) == [], told
        assert self._watched.objects() == self.empty, told
        assert self._watched.troubles == [], told


def megabytes() -> float:
    """What the process made itself; how much of a library counts depends on who else runs."""
    gc.collect()
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    told = {name: int(kib.split()[0]) for name, kib in (line.split(":", 1) for line in lines[1:])}
    return (told["Pss_Anon"] + told["Pss_Shmem"]) / 1024


@pytest.fixture
def short(forms: Any) -> Any:
    """The forms that a patient has done with in a few pages."""
    return [form for form in forms if form.name in {"WhatMatters", "PainToday", "Gad7"}]


def test_sixty_patients_leave_nothing_behind(open_kiosk: Any, short: Any) -> None:
    queue = Queue(open_kiosk(), short, seed=60)
    for number in range(60):
        queue.serve(number)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_thousand_patients_make_it_no_larger(open_kiosk: Any, forms: Any, short: Any) -> None:
    queue = Queue(open_kiosk(), (*short, *short, forms[-1]), seed=1000)
    sizes = []
    for number in range(1000):
        queue.serve(number)
        if (number + 1) % FIRST == 0:
            sizes.append(megabytes())
    print("MB after each 50:", *(f"{size:.1f}" for size in sizes))
    # One look may fall before the engine's own collection: what stays is the middle of several.
    assert median(sizes[-5:]) - sizes[0] < GROWTH_MB, sizes
