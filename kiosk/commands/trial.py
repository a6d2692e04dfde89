"""`kiosk form try`: a form in the real patient window, for its author; or walked by a robot."""

import argparse
import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow

from kiosk.commands.outcome import Outcome, saying
from kiosk.commands.reading import read_file, value_sets_at_hand
from kiosk.errors import RefusedError, UsageError
from kiosk.forms.fhir_json import format_json
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.machine.display import has_display
from kiosk.machine.starting import started
from kiosk.trial.clock import Clock
from kiosk.trial.process import pss_mb, since_launch_ms
from kiosk.trial.watching import Watching
from kiosk.trial.window import Trial
from kiosk.ui.access.voice import system_voice
from kiosk.ui.signals import EndedBySignal
from kiosk.ui.window import WindowPlace, prepare_qt

_PORTRAIT: Final = WindowPlace(size=(1080, 1920), px_per_mm=3.6)
"""A 24" panel upright: where the robot walks."""

_DAY: Final = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
_OFFSCREEN: Final = "offscreen"
_PATIENCE_MS: Final = 10_000
_PART: Final = 0.85
"""Of the screen, so that the author sees the editor beside the window."""


def try_out(arguments: argparse.Namespace) -> Outcome:
    """`kiosk form try FILE`: opens it; with `robot` a robot fills it and tells what it found.

    1 where the screen's response is not the engine's, or something was found.

    Raises:
        UsageError: a file is not there, or can't be written.
        FormUnreadable: the form is refused.
        RefusedError: there is no display to open a window on.
    """
    file, valuesets = arguments.file, arguments.valuesets
    if arguments.robot:
        return _walk(file, arguments.seed, arguments.report, arguments.screenshots, valuesets)
    if arguments.report or arguments.screenshots:
        raise UsageError(
            "Only a robot makes a report or screenshots.", advice="Give --robot as well."
        )
    return _show(file, valuesets, saying(as_json=arguments.json))


def _walk(
    file: Path, seed: int, report: Path | None, screenshots: Path | None, valuesets: Sequence[Path]
) -> Outcome:
    form, at_hand = read_questionnaire(read_file(file)), value_sets_at_hand(valuesets)
    if screenshots is not None:
        _folder(screenshots)
    # The same window on every PC, whatever its screen.
    os.environ.setdefault("QT_QPA_PLATFORM", _OFFSCREEN)
    prepare_qt()
    application, clock = QGuiApplication(["kiosk"]), Clock()
    trial = Trial(form, _PORTRAIT, value_sets=at_hand, now=_DAY, clock=clock)
    try:
        seen = _first_frame(trial.window.root)
        start_ms, open_mb = since_launch_ms(), pss_mb(os.getpid())
        if start_ms is not None:
            start_ms -= (time.perf_counter() - seen) * 1000
        # Read only now: the first question waits for nothing that tries it out.
        robot = import_module("kiosk.trial.robot")
        walker = robot.Robot(
            trial, clock, questionnaire=form, seed=seed, now=_DAY, value_sets=at_hand,
            pictures=screenshots,
        )  # fmt: skip
        found = walker.walk(lambda: start_ms)
        found.pss_mb, found.walked_pss_mb = open_mb, pss_mb(os.getpid())
    finally:
        trial.close()
        application.quit()
    if report is not None:
        _write(report, found.document())
    return Outcome(0 if found.is_clean else 1, found.document(), found.text())


def _first_frame(window: QQuickWindow) -> float:
    """Waits until the first question is seen; the moment it was, by `time.perf_counter`."""
    loop, seen = QEventLoop(), [time.perf_counter()]

    def end() -> None:
        seen.append(time.perf_counter())
        loop.quit()

    window.frameSwapped.connect(end)
    QTimer.singleShot(_PATIENCE_MS, loop, loop.quit)
    loop.exec()
    window.frameSwapped.disconnect(end)
    started()
    return seen[1] if len(seen) > 1 else seen[0]


def _show(file: Path, valuesets: Sequence[Path], say: Callable[[str], None]) -> Outcome:
    form, at_hand = read_questionnaire(read_file(file)), value_sets_at_hand(valuesets)
    if not has_display():
        raise RefusedError(
            "There is no display to open the window on.",
            advice="Start it in a graphical session, or let a robot fill it: --robot",
        )
    prepare_qt()
    application = QGuiApplication(["kiosk"])
    size = application.primaryScreen().availableGeometry()
    place = WindowPlace(size=(int(size.width() * _PART), int(size.height() * _PART)))
    trial = Trial(form, place, value_sets=at_hand, make_voice=system_voice())
    trial.patient.voice.wake()
    ended, watching = EndedBySignal(application), Watching(file, trial.begin, say)
    say(f"{file} is open. When the file changes it is read again; close the window to end.")
    started()
    application.exec()
    ended.restore()
    watching.close()
    trial.close()
    sent = len(trial.shelf.responses)
    return Outcome(0, {"sent": sent}, f"Sent: {sent}, and forgotten: a trial keeps nothing.")


def _write(report: Path, document: dict[str, Any]) -> None:
    try:
        report.write_text(format_json(document) + "\n", encoding="utf-8")
    except OSError as cause:
        raise UsageError(
            f"{report} can't be written: {cause.strerror}.", advice="Name a file in a folder."
        ) from cause


def _folder(screenshots: Path) -> None:
    try:
        screenshots.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise UsageError(
            f"{screenshots} can't be made: {cause.strerror}.", advice="Name a folder."
        ) from cause
