"""Whether the last starts lasted: what keeps a kiosk that can't start from trying without end.

Each start is noted before anything that may go wrong, and again once it went well or ended. One
that is noted as begun and is no more has crashed, hung or was killed: a crash runs no code.

    begun ── lasts for LASTED_S ──────────────▸ all is forgotten
          ── ends in order ────────────────────▸ nothing is counted
          ── fails, or is gone without a word ─▸ counted; LIMIT within WITHIN_S: out of order

Out of order, it pauses before it tries once more, longer after each time that failed.

Time is that since the boot, and counts within one boot: no clock can be wrong, go back, or stand in
1970. After a boot it is tried at once; being out of order outlasts the boot.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

import msgspec

from kiosk.errors import StoreBusy, StoreUnavailable
from kiosk.machine.places import state_directory
from kiosk.running.trouble_codes import GONE
from kiosk.store.files import replace_private
from kiosk.store.locks import hold_for_run

LIMIT: Final = 3
WITHIN_S: Final = 600.0
LASTED_S: Final = 180.0
PAUSES_S: Final = (60.0, 300.0, 900.0)

FILE: Final = "starts.json"
FOLDER: Final = "starts"

_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")


class Failed(msgspec.Struct, frozen=True):
    """A start that did not last: when, in seconds since the boot, and by which code."""

    at: float
    code: str


class State(msgspec.Struct, frozen=True):
    """What is known of the starts of a kiosk.

    Attributes:
        boot: which boot of the PC the times are of.
        failed: the starts that did not last, the latest at the end.
        begun: when the one began that is on now; None where none is.
        out_of_order: so many failed that it pauses between tries.
        pauses: so many pauses are over.
        page: the page of a pause stands; after a crash: it stood.
    """

    boot: str = ""
    failed: tuple[Failed, ...] = ()
    begun: float | None = None
    out_of_order: bool = False
    pauses: int = 0
    page: bool = False

    @property
    def code(self) -> str:
        """Of the last failure; "" where nothing failed."""
        return self.failed[-1].code if self.failed else ""

    @property
    def must_pause(self) -> bool:
        """Whether to wait before the next try."""
        return bool(self.failed) and (self.out_of_order or len(self.failed) >= LIMIT)

    @property
    def pause_s(self) -> float:
        """For how long."""
        return PAUSES_S[min(self.pauses, len(PAUSES_S) - 1)]


def looked_at(state: State, boot: str, now: float) -> State:
    """What is left of it at a start: who vanished is counted, what is long ago is not."""
    if state.boot != boot or any(now < one for one in _times(state)):
        return State(boot, out_of_order=state.out_of_order, pauses=state.pauses)
    failed = state.failed
    if state.begun is not None:
        failed = (*failed, Failed(now, GONE))
    recent = tuple(one for one in failed if now - one.at <= WITHIN_S)
    # Out of order, the last one counts whenever it was: the pause before it is longer than that.
    kept = recent or (failed[-1:] if state.out_of_order else ())
    return msgspec.structs.replace(state, failed=kept[-LIMIT:], begun=None)


def paused(state: State, *, in_full: bool) -> State:
    """A pause is over, or was cut short: the next start is tried, and its failure alone counts."""
    return State(state.boot, out_of_order=True, pauses=state.pauses + in_full)


def failed(state: State, code: str, now: float) -> State:
    """The start that is on did not last, and it is known why."""
    return msgspec.structs.replace(state, failed=(*state.failed, Failed(now, code)), begun=None)


def _times(state: State) -> list[float]:
    return [*(one.at for one in state.failed), *([] if state.begun is None else [state.begun])]


class Starts:
    """Notes the starts of one kiosk in a folder that this process holds.

    Attributes:
        state: as it stands; what can't be written down counts in this process all the same.
    """

    def __init__(self, folder: Path, *, boot: str, clock: Callable[[], float]) -> None:
        self._file, self._boot, self._clock = folder / FILE, boot, clock
        self._lock = threading.Lock()
        self.state = looked_at(read_state(self._file), boot, clock())
        self._keep(self.state)

    def begin(self) -> None:
        """A start begins; how it ends is noted by `lasted`, `failed` or `ended`."""
        self._keep(msgspec.structs.replace(self.state, begun=self._clock()))

    def lasted(self) -> None:
        """It lasts: whatever failed before is forgotten."""
        self._keep(State(self._boot))

    def failed(self, code: str) -> None:
        """It did not, and it is known why."""
        self._keep(failed(self.state, code, self._clock()))

    def ended(self) -> None:
        """It ended in order."""
        self._keep(msgspec.structs.replace(self.state, begun=None))

    def page(self) -> None:
        """The page of a pause is about to be shown."""
        self._keep(msgspec.structs.replace(self.state, page=True))

    def paused(self, *, in_full: bool = True) -> None:
        """A pause is over; or was cut short, because somebody did something about it."""
        self._keep(paused(self.state, in_full=in_full))

    def _keep(self, state: State) -> None:
        with self._lock:
            self.state = state
            with suppress(OSError):  # a full disk; there is another place for it at the next start
                replace_private(self._file, msgspec.json.encode(state))


def read_state(file: Path) -> State:
    """What stands in a file; of one that is gone or damaged, nothing is known."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=State)
    except (OSError, msgspec.DecodeError, RecursionError):
        return State()


@contextmanager
def noted_starts(
    places: tuple[Path, ...], *, boot: str | None = None, clock: Callable[[], float] | None = None
) -> Iterator[Starts | None]:
    """The starts of this PC's kiosk; None where another process is at it, or nothing can be noted.

    Args:
        places: folders, of which the first that can be written is taken.
        boot: names this boot of the PC; None: asked of the system.
        clock: seconds since the boot; None: the system's.
    """
    with ExitStack() as held:
        folder = _held(held, places)
        if folder is None:
            yield None
        else:
            boot = boot_name() if boot is None else boot
            yield Starts(folder, boot=boot, clock=clock or since_boot)


def usual_places() -> tuple[Path, ...]:
    """Where starts are noted: with the kiosk's own data; else where the session keeps its files."""
    session = os.environ.get("XDG_RUNTIME_DIR")
    own = state_directory() / FOLDER
    return (own, Path(session) / f"clinic-kiosk-{FOLDER}") if session else (own,)


def boot_name() -> str:
    """Another one for each boot of this PC; "" where the system has no name for it."""
    try:
        return _BOOT.read_text("ascii").strip()
    except OSError:
        return ""


def since_boot() -> float:
    """Seconds since the PC was started, those in which it slept among them where that is known."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def _held(held: ExitStack, places: tuple[Path, ...]) -> Path | None:
    for folder in places:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_private(folder / f"{FILE}.tried", os.urandom(64))
            held.enter_context(hold_for_run(folder))
        except StoreBusy:
            return None
        except (OSError, StoreUnavailable):
            continue
        return folder
    return None
