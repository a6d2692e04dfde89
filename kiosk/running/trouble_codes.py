"""The codes on the page of a kiosk that is out of order, and what each means: their only table.

Two signs that can be read out over a telephone. `kiosk explain-code` tells them; the guide
`maintenance` prints them, and a test compares the two.
"""

from typing import Final, NamedTuple

from kiosk.errors import (
    DiskFull,
    KeyMissing,
    KeyringChanged,
    KeyringLocked,
    KeyringMissing,
    KioskError,
    NotSetUp,
    SettingsInvalid,
    StoreDamaged,
    StoreUnavailable,
    WrongKey,
)

GONE: Final = "P2"
BUG: Final = "P1"
OTHER: Final = "P3"


class Meaning(NamedTuple):
    """Of a code.

    Attributes:
        means: what keeps the kiosk from starting.
        mends: what to do about it.
        exit_code: that the program ends with; None where it ends without a word.
    """

    means: str
    mends: str
    exit_code: int | None


CODES: Final[dict[str, Meaning]] = {
    "S1": Meaning("The settings are not right.", "See which line: kiosk config check", 3),
    "S2": Meaning("This PC was not set up.", "See: kiosk setup --help", 3),
    "K1": Meaning(
        "No keyring answers that may hold the key.",
        "Sign in as the kiosk's user; see: kiosk doctor", 4,
    ),
    "K2": Meaning("The keyring is locked.", "Unlock it; see: kiosk doctor", 4),
    "K3": Meaning(
        "The keyring holds no key for the store.",
        "Type the recovery sheet's code: kiosk recover", 4,
    ),
    "K4": Meaning(
        "The key was given to another kind of keyring.",
        "Put keyring under [store] back, or: kiosk recover", 4,
    ),
    "K5": Meaning(
        "The key in the keyring is not this store's.",
        "Type the recovery sheet's code: kiosk recover", 4,
    ),
    "D1": Meaning(
        "The store is damaged, and could not be put right by itself.",
        "kiosk recover --salvage; else bring a backup back: kiosk restore", 4,
    ),
    "D2": Meaning("The disk is full.", "Free some space on the disk of the store", 4),
    "D3": Meaning(
        "The store can't be opened: rights, disk, or a newer version made it.",
        "See why: kiosk status", 4,
    ),
    BUG: Meaning(
        "The program failed while it started: a bug.",
        "kiosk support-bundle, and report it; then the version before", 70,
    ),
    GONE: Meaning(
        "The program was gone without a word: a crash, a frozen page that was ended, or killed.",
        "See the system's log for that time (Linux: journalctl -t clinic-kiosk); drivers of the "
        "graphics card are the usual reason", None,
    ),
    OTHER: Meaning("Something else keeps it from starting.", "See what it says: kiosk run", 1),
}  # fmt: skip

_BY_KIND: Final[dict[type[KioskError], str]] = {
    SettingsInvalid: "S1", NotSetUp: "S2", KeyringMissing: "K1", KeyringLocked: "K2",
    KeyMissing: "K3", KeyringChanged: "K4", WrongKey: "K5", StoreDamaged: "D1", DiskFull: "D2",
    StoreUnavailable: "D3",
}  # fmt: skip


def code_of(failure: BaseException) -> str:
    """The code of what a start ended with."""
    if not isinstance(failure, KioskError):
        return BUG
    return next((_BY_KIND[kind] for kind in type(failure).__mro__ if kind in _BY_KIND), OTHER)
