"""Work off the GUI thread, its result back on it."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal

from kiosk.trial.touch import rest
from kiosk.ui.jobs import Jobs


@pytest.fixture
def jobs(app: Any) -> Iterator[Any]:  # noqa: ARG001 - must be there first
    made = Jobs()
    yield made
    made.close()


def until(condition: Any) -> None:
    for _ in range(500):
        if condition():
            return
        rest(0.01)
    pytest.fail("waited in vain")


def test_work_is_done_off_the_gui_thread_and_its_end_is_told_on_it(jobs: Jobs) -> None:
    told = []
    jobs.disk.run(threading.get_ident, lambda f: told.append((f.result(), threading.get_ident())))
    until(lambda: told)
    worker, teller = told[0]
    assert worker != threading.get_ident()
    assert teller == threading.get_ident()


def test_what_went_wrong_is_in_the_future(jobs: Jobs) -> None:
    told = []
    jobs.disk.run(lambda: 1 // 0, told.append)
    until(lambda: told)
    assert isinstance(told[0].exception(), ZeroDivisionError)


def test_one_lane_keeps_the_order_and_the_other_is_not_held_up(jobs: Jobs) -> None:
    told, gate = [], threading.Event()
    jobs.network.run(gate.wait, lambda _: told.append("network"))
    for number in range(5):
        jobs.disk.run(lambda number=number: number, lambda f: told.append(f.result()))
    until(lambda: len(told) == 5)
    assert told == [0, 1, 2, 3, 4]
    gate.set()
    until(lambda: len(told) == 6)


def test_who_comes_after_the_end_is_sent_away_without_a_word(jobs: Jobs) -> None:
    """A timer of a screen that was closed is no bug, and must not look like one."""
    done: list[Any] = []
    jobs.close()
    jobs.ahead.run(lambda: done.append("work"), done.append)
    never = jobs.ahead.begin(lambda: done.append("work"))
    rest(0.05)
    assert never.cancelled()
    assert not done


@pytest.mark.usefixtures("app")
def test_ten_thousand_signals_are_emitted_and_the_program_lives() -> None:
    # PySide6 6.12.0 on Python 3.11 loses a reference at every emit and aborts after some 570.
    class Sender(QObject):
        sent = Signal(bool)

    sender, count = Sender(), []
    sender.sent.connect(count.append)
    yes = True
    for _ in range(10_000):
        sender.sent.emit(yes)
    assert count == [yes] * 10_000


def test_what_is_of_no_use_any_more_is_not_waited_for(app: Any) -> None:  # noqa: ARG001
    made, gate, done = Jobs(), threading.Event(), []
    made.ahead.begin(gate.wait)
    waiting = made.ahead.begin(lambda: done.append("ahead"))
    made.disk.begin(lambda: done.append("disk"))
    threading.Timer(0.05, gate.set).start()
    made.close()
    assert waiting.cancelled()
    assert done == ["disk"]
