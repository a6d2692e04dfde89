"""What a set-up is made with and from: what commands do for it, and how it stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kiosk.setting_up import steps
from kiosk.setting_up.progress import Progress
from kiosk.settings import Settings, parse_settings
from kiosk.store.database import Store
from kiosk.store.staff import NewStaff


def _read(content: bytes, source: str) -> Settings:
    return parse_settings(content, source=source)


class Making(NamedTuple):
    """What a store is made from.

    Attributes:
        file: the settings file, and `content` what stands in it then.
        settings: the same, read.
        staff: the first members.
        page: where the recovery page is written; nothing lies there yet.
    """

    file: Path
    content: bytes
    settings: Settings
    staff: Sequence[NewStaff]
    page: Path


class Row(NamedTuple):
    """What came of one check of `doctor`.

    Attributes:
        name: of the check.
        state: "well", "know", "mend" or "unknown".
        means: for patients or staff.
        found: a sentence for each thing.
        mend: what to do; "" for nothing.
    """

    name: str
    state: str
    means: str
    found: tuple[str, ...] = ()
    mend: str = ""


@dataclass(frozen=True)
class Tools:
    """What is done by commands elsewhere.

    Attributes:
        make: makes settings file, key and store, all or none.
        open: opens the store of a kiosk.
        connect: lets the kiosk in at its service by a token ("" for none given now), sends and
            fetches once; what came of it, a sentence each. Raises CentralError.
        look: all checks of `doctor`.
        read: the settings in the content of their file, and a name for it in messages; whatever
            counts before that file counts there, too. Raises SettingsInvalid.
    """

    make: Callable[[Making], None]
    open: Callable[[Settings], Store]
    connect: Callable[[Store, Settings, str], Sequence[str]]
    look: Callable[[Settings], Sequence[Row]]
    read: Callable[[bytes, str], Settings] = _read


@dataclass(frozen=True)
class Now:
    """How it stands.

    Attributes:
        settings: with all that was chosen.
        progress: how far it is.
        has_store: the store is there.
        kiosk_id: its id; "" without a store.
        staff: names and roles of who has a PIN.
        measured: pixels a millimetre of this screen; 0 where nobody measured it.
        groups: of the recovery code, where its page is at hand.
    """

    settings: Settings
    progress: Progress
    has_store: bool = False
    kiosk_id: str = ""
    staff: tuple[tuple[str, str], ...] = ()
    measured: float = 0.0
    groups: tuple[str, ...] = ()

    @property
    def known(self) -> steps.Known:
        """What the steps go by."""
        return self.progress.known(has_store=self.has_store, measured=self.measured > 0)
