"""A bug is told without patient data and ends on a calm page."""

import logging
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QTimer, qWarning

from kiosk.trial.touch import rest
from kiosk.ui.guard import Guard


@pytest.fixture
def guard(app: Any) -> Iterator[Any]:  # noqa: ARG001 - must be there first
    made = Guard()
    made.install()
    yield made
    made.remove()


def raise_with(text: str) -> None:
    raise ValueError(text)


def test_a_bug_is_told_by_kind_and_place_never_by_its_text(
    guard: Guard, caplog: pytest.LogCaptureFixture
) -> None:
    broke = []
    guard.broke.connect(lambda: broke.append(1))
    try:
        raise_with("canary answer")
    except ValueError:
        sys.excepthook(*sys.exc_info())
    assert broke == [1]
    assert "ValueError" in caplog.text
    assert "test_guard.py" in caplog.text
    assert "canary" not in caplog.text


@pytest.mark.usefixtures("guard")
def test_a_bug_on_another_thread_is_told_too(caplog: pytest.LogCaptureFixture) -> None:
    thread = threading.Thread(target=raise_with, args=("canary answer",))
    thread.start()
    thread.join()
    rest(0.02)
    assert "ValueError" in caplog.text
    assert "canary" not in caplog.text


@pytest.mark.usefixtures("guard")
def test_a_message_of_qt_is_told_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        qWarning("canary answer")
    assert "Qt" in caplog.text
    assert "canary" not in caplog.text


def test_a_bug_in_keeping_what_is_unsaved_ends_on_the_calm_page_too(
    guard: Guard, kiosk: Any
) -> None:
    guard.broke.connect(kiosk.patient.fail)
    kiosk.begin("Worries (GAD-7)")
    with kiosk.busy_store():
        kiosk.finger.touch("Several days")
        kiosk.finger.wait_for("Try again")
    del kiosk.patient._visit.sitting.filler
    QTimer.singleShot(0, lambda: raise_with("first bug"))
    kiosk.finger.wait_for("Go to the first page")
    assert kiosk.patient._visit.parts == []


def test_after_a_bug_the_patient_sees_a_calm_page_and_the_draft_is_kept(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Several days")
    kiosk.settle()
    kiosk.patient.fail()
    kiosk.finger.touch("Go to the first page")
    kiosk.finger.wait_for("English")
    assert [draft.answered for draft in kiosk.drafts()] == [1]
