"""`kiosk form try`: a form in the real patient window, for its author; or walked by a robot."""

import argparse
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QTimer
from PySide6.QtGui import QGuiApplication

from kiosk.commands.outcome import Outcome, saying
from kiosk.commands.reading import read_file, value_sets_at_hand
from kiosk.display import has_display
from kiosk.errors import FormUnreadable, RefusedError
from kiosk.forms.fhir_json import format_json
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.trial.finger import Clock
from kiosk.trial.measure import pss_mb, since_launch_ms
from kiosk.trial.robot import Robot
from kiosk.trial.window import Trial
from kiosk.ui.window import WindowPlace, prepare_qt

_PORTRAIT: Final = WindowPlace(size=(1080, 1920), px_per_mm=3.6)
"""A 24" panel upright: where the robot walks."""

_DAY: Final = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
_OFFSCREEN: Final = "offscreen"
_SETTLED_MS: Final = 150
"""Editors write a file in several steps; it is read when they are through."""


def try_out(arguments: argparse.Namespace) -> Outcome:
    """`kiosk form try FILE`: opens it; with `robot` a robot fills it and tells what it found.

    1 where the screen's response is not the engine's, or something was found.

    Raises:
        UsageError: a file is not there.
        FormUnreadable: the form is refused.
        RefusedError: there is no display to open a window on.
    """
    file, valuesets = arguments.file, arguments.valuesets
    if arguments.robot:
        return _walk(file, arguments.seed, arguments.report, arguments.screenshots, valuesets)
    return _show(file, valuesets, saying(as_json=arguments.json))


def _walk(
    file: Path, seed: int, report: Path | None, screenshots: Path | None, valuesets: Sequence[Path]
) -> Outcome:
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", _OFFSCREEN)
    prepare_qt()
    application = QGuiApplication(["kiosk"])
    form, clock = read_questionnaire(read_file(file)), Clock()
    at_hand = value_sets_at_hand(valuesets)
    if screenshots is not None:
        screenshots.mkdir(parents=True, exist_ok=True)
    trial = Trial(form, _PORTRAIT, value_sets=at_hand, now=_DAY, clock=clock)
    try:
        walker = Robot(
            trial, clock, questionnaire=form, seed=seed, now=_DAY, value_sets=at_hand,
            pictures=screenshots,
        )  # fmt: skip
        found = walker.walk(since_launch_ms)
        found.pss_mb = pss_mb(os.getpid())
    finally:
        trial.close()
        application.quit()
    document = found.document()
    if report is not None:
        report.write_text(format_json(document) + "\n", encoding="utf-8")
    return Outcome(0 if found.is_clean else 1, document, found.text())


def _show(file: Path, valuesets: Sequence[Path], say: Callable[[str], None]) -> Outcome:
    if not has_display():
        raise RefusedError(
            "There is no display to open the window on.",
            advice="Start it in a graphical session, or let a robot fill it: --robot",
        )
    prepare_qt()
    application = QGuiApplication(["kiosk"])
    size = application.primaryScreen().availableGeometry()
    place = WindowPlace(size=(int(size.width() * 0.85), int(size.height() * 0.85)))
    at_hand = value_sets_at_hand(valuesets)
    trial = Trial(read_questionnaire(read_file(file)), place, value_sets=at_hand)
    watcher = QFileSystemWatcher([str(file)])
    settled = QTimer(singleShot=True, interval=_SETTLED_MS)
    watcher.fileChanged.connect(lambda _: settled.start())
    settled.timeout.connect(lambda: _reload(trial, file, watcher, say))
    say(f"{file} is open. When the file changes it is read again; close the window to end.")
    application.exec()
    trial.close()
    sent = len(trial.shelf.responses)
    return Outcome(0, {"sent": sent}, f"Sent: {sent}, and forgotten: a trial keeps nothing.")


def _reload(
    trial: Trial, file: Path, watcher: QFileSystemWatcher, say: Callable[[str], None]
) -> None:
    if file.is_file() and str(file) not in watcher.files():
        watcher.addPath(str(file))  # an editor that writes anew and renames takes the watch away
    try:
        form = read_questionnaire(file.read_bytes())
    except (OSError, FormUnreadable) as cause:
        say(f"{file} was not read again: {cause} The window shows what was there before.")
        return
    trial.begin(form)
    say(f"{file} was read again.")
