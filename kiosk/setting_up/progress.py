"""How far a kiosk is set up: what was chosen and found out, and nothing that is secret."""

from datetime import datetime
from typing import Any, Final

import msgspec

from kiosk.setting_up.steps import Known
from kiosk.setting_up.touching import Touched

NOTE: Final = "set_up"
"""The name under which a store keeps it."""

PLACED: Final = ("height", "floor", "eyes", "headset", "privacy", "mark")
"""What is looked at where the kiosk stands (EN 301 549 8.3, 8.5; patient-experience AC 32)."""

Changes = dict[str, dict[str, Any]]
"""Values of settings by table and key."""


class Ticked(msgspec.Struct, frozen=True):
    """That somebody saw to a thing, and when (ISO 8601)."""

    by: str
    at: str


class Progress(msgspec.Struct, frozen=True):
    """How far it is.

    Attributes:
        done: the steps that somebody went through or left out.
        skipped: those of them that were left out.
        changes: values chosen that the settings file does not have yet.
        screens: measured pixels a millimetre by screen (`kiosk.store.panels.screen_name`).
        touch: what the test of the touch panel found.
        sound: "heard", "silent", or "" where nobody said.
        placed: what was seen to where the kiosk stands, by the names in `PLACED`.
        sheet: where the recovery page lies until it is in a safe place; "" for nowhere.
        confirmed: when somebody read the recovery code from where it is kept; "" for never.
        finished: when the kiosk was started from here; "" while it was not.
    """

    done: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    changes: Changes = {}
    screens: dict[str, float] = {}
    touch: Touched | None = None
    sound: str = ""
    placed: dict[str, Ticked] = {}
    sheet: str = ""
    confirmed: str = ""
    finished: str = ""

    def after(self, step: str, *, skipped: bool = False, **more: Any) -> "Progress":
        """With that step done; `more` are other fields."""
        left = tuple(one for one in self.skipped if one != step)
        return msgspec.structs.replace(
            self,
            done=tuple(dict.fromkeys((*self.done, step))),
            skipped=(*left, step) if skipped else left,
            **more,
        )

    def with_changes(self, changes: Changes) -> "Progress":
        """With these values chosen, too."""
        merged = {table: dict(values) for table, values in self.changes.items()}
        for table, values in changes.items():
            merged.setdefault(table, {}).update(values)
        return msgspec.structs.replace(self, changes=merged)

    def known(self, *, has_store: bool, measured: bool) -> Known:
        """What the steps go by."""
        return Known(
            done=frozenset(self.done), has_store=has_store, measured=measured,
            confirmed=bool(self.confirmed),
        )  # fmt: skip


def decoded(content: bytes) -> Progress:
    """What was kept; nothing where it can't be read: it is asked again."""
    try:
        return msgspec.json.decode(content, type=Progress)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Progress()


def stamp(now: datetime) -> str:
    """A moment as it is kept."""
    return now.isoformat(timespec="seconds")
