"""A kiosk that can't start says so calmly, and tries again by itself: never in a tight loop.

    with the page up, by itself after 1, 5, then every 15 minutes; at once when IT changed settings
    or store meanwhile, or starts it anew

The page needs neither settings nor store nor words: they may be what is broken. Where even the page
crashes, the next start waits without one.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NoReturn, TypeVar

from PySide6.QtCore import QTimer

from kiosk.errors import StoreBusy
from kiosk.machine.display import has_display
from kiosk.machine.notify import PATIENCE, notify
from kiosk.running.closed import UNSEEN
from kiosk.running.parts import utc_now
from kiosk.running.starts import LASTED_S, Starts, noted_starts, usual_places
from kiosk.running.trouble_codes import code_of
from kiosk.setting_up.unfinished import SetUpLeft
from kiosk.settings import Settings
from kiosk.ui.application import application_with_window
from kiosk.ui.calm import OUT_OF_ORDER, open_calm_page, said_to_patients
from kiosk.ui.signals import live_until_ended
from kiosk.ui.window import KioskWindow, WindowPlace

Ended = TypeVar("Ended")

LOOK_MS: Final = 5000
ICON: Final = "attention"

_GO, _MENDED, _OVER = 0, 7, 8
"""What a pause ends with: the process is to end, IT did something about it, or time is up."""


class Around:
    """What the guard asks of the PC it stands on.

    Args:
        settings: reads them for the page's languages and size; None where they can't be read.
        changed: gives another value once IT changed what may have been wrong.
        places: folders to note starts in.
        leaves: whether the page must go, for the program's files are about to be replaced.
        lasted_s: a start that is up for so long has lasted.
    """

    def __init__(
        self,
        settings: Callable[[], Settings | None],
        changed: Callable[[], object],
        *,
        leaves: Callable[[], bool],
        places: tuple[Path, ...] | None = None,
        lasted_s: float = LASTED_S,
    ) -> None:
        self.settings, self.changed, self.leaves = settings, changed, leaves
        self.lasted_s = lasted_s
        self.places = usual_places() if places is None else places


def kept_from_looping(run: Callable[[], Ended], around: Around) -> Ended | None:
    """Run the kiosk, unless its last starts did not last: then the page comes before.

    Returns what it ended with; None where the page was told to go.

    Raises:
        KioskError, Exception: as it does; it is noted before.
    """
    with noted_starts(around.places) as starts:
        if starts is None:  # another kiosk is at it, or nothing can be noted anywhere
            return run()
        if starts.state.must_pause:
            over = wait(starts, around) if starts.state.page else pause(starts, around)
            starts.paused(in_full=over == _OVER)
            if over == _GO:
                return None
        with _noted(starts, around.lasted_s):
            return run()


def pause(starts: Starts, around: Around) -> int:
    """The page, until it is time to try again, or to go; which of them it is."""
    code, seconds, before = starts.state.code, starts.state.pause_s, around.changed()
    _tell(code, seconds)
    starts.page()
    application = application_with_window()
    window = show_out_of_order(around.settings(), code)

    def look_around() -> None:
        if around.leaves():
            application.exit(_GO)
        elif around.changed() != before:
            application.exit(_MENDED)

    look = QTimer(application, interval=LOOK_MS)
    look.timeout.connect(look_around)
    look.start()
    over = QTimer(application, interval=int(seconds * 1000), singleShot=True)
    over.timeout.connect(lambda: application.exit(_OVER))
    over.start()

    def close() -> None:
        look.stop()
        over.stop()
        # The last window that closes would end the event loop of the kiosk that comes now.
        application.setQuitOnLastWindowClosed(False)
        window.close()
        application.processEvents()
        application.setQuitOnLastWindowClosed(True)

    return live_until_ended(application, close)


def wait(starts: Starts, around: Around) -> int:
    """Likewise without the page, which crashed the last time."""
    seconds, before = starts.state.pause_s, around.changed()
    _tell(starts.state.code, seconds)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        notify(PATIENCE)  # no page stands that could say it is ready
        if around.leaves():
            return _GO
        if around.changed() != before:
            return _MENDED
        time.sleep(min(LOOK_MS / 1000, seconds))
    return _OVER


def show_out_of_order(settings: Settings | None, code: str) -> KioskWindow:
    """The page itself; a QGuiApplication must exist."""
    said = said_to_patients(OUT_OF_ORDER, settings, now=utc_now())
    scale = settings.panel.px_per_mm if settings is not None else 0.0
    for_it = f"For IT: code {code} · kiosk explain-code {code}"
    place = WindowPlace(fullscreen=True, px_per_mm=scale, may_close=False)
    return open_calm_page(said, icon=ICON, for_it=for_it, place=place)


def is_seen(*, windowed: bool) -> bool:
    """Whether this kiosk is one before patients, and not one that is tried out."""
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    return not windowed and platform not in UNSEEN and has_display()


@contextmanager
def _noted(starts: Starts, lasted_s: float) -> Iterator[None]:
    """A start, noted before and after."""
    starts.begin()
    lasts = threading.Timer(lasted_s, starts.lasted)
    lasts.daemon = True
    lasts.start()
    before = signal.signal(signal.SIGTERM, _told_to_end)
    try:
        yield
    except (StoreBusy, SetUpLeft):
        # The screen shows the kiosk that runs already, or somebody left the set-up.
        starts.ended()
        raise
    except Exception as failure:
        starts.failed(code_of(failure))
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
        lasts.cancel()
        if starts.state.begun is not None:
            starts.ended()


def _told_to_end(*_: object) -> NoReturn:
    """Before an event loop takes that over: a service stopped while it starts ends in order."""
    raise SystemExit(0)


def _tell(code: str, seconds: float) -> None:
    notify(f"STATUS=Out of order, code {code}")
    sys.stderr.write(
        f"kiosk: out of order, code {code}; tried again in {seconds:.0f} s. "
        f"What it means: kiosk explain-code {code}\n"
    )


def stat_of(*files: Path) -> Callable[[], object]:
    """Tells whether one of those files was changed, came or went."""

    def look() -> object:
        found = []
        for file in files:
            there = None
            with suppress(OSError):
                status = file.stat()
                there = status.st_mtime_ns, status.st_size, status.st_ino
            found.append(there)
        return found

    return look
