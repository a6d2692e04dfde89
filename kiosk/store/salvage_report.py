"""What was saved of a damaged store and what was not, for staff and IT; no word of a patient."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, text

from kiosk.store import set_aside
from kiosk.store.database import Store
from kiosk.store.notes import read_note
from kiosk.store.pages import Pages
from kiosk.store.rescue import Rescued, TableSaved
from kiosk.store.tables import SENT

REPORT: Final = "salvage.json"
"""In the folder of what was set aside."""

TOLD: Final = "salvaged"
"""The note of the last salvage."""

_OUTBOX: Final = ("id", "resource_type", "resource_id", "state", "attempts")
# As the tables were in every version, for the new store may still be one of an older.
_WAYS = "SELECT resource_id, state FROM outbox"
_WITHOUT_BYTES = (
    "SELECT resource_id FROM outbox WHERE payload IS NULL AND state <> 'sent' "
    "AND resource_id NOT IN (SELECT id FROM submission)"
)


class Salvaged(msgspec.Struct, frozen=True):
    """What was saved of a damaged store; no word of a patient.

    Attributes:
        at: when, ISO 8601.
        aside: the name of the folder with the damaged file.
        tables: how each came through.
        damaged: the numbers of its damaged pages.
        lost: ids of responses that are gone, and that the central service does not have.
        arrived: ids of responses that are gone here, and that it does have.
        maybe_lost: whether more may be lost than anything still names.
        log_left: bytes of the write-ahead log that held no finished change.
        behind_damage: finished changes that stood behind a damaged place of that log.
        outbox: what is still known of lost rows of the outbox.
        holds_lost: whether legal holds may be lost.
        pins_lost: whether the secret is lost without which no PIN can be checked.
        new_id: the kiosk's name for the central service where its old one is lost; "" else.
        told: when the new store learnt of it, ISO 8601; "" before.
        earlier: those before, as long as their folders lie there.
    """

    at: str
    aside: str
    tables: tuple[TableSaved, ...]
    damaged: tuple[int, ...]
    lost: tuple[str, ...]
    arrived: tuple[str, ...]
    maybe_lost: bool
    log_left: int
    outbox: tuple[dict[str, Any], ...] = ()
    behind_damage: int = 0
    holds_lost: bool = False
    pins_lost: bool = False
    new_id: str = ""
    told: str = ""
    earlier: tuple["Salvaged", ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """What happened, for staff and IT."""
        told = list(self.of_file())
        if self.lost:
            told.append(f"Lost responses that were not sent yet: {', '.join(self.lost)}.")
        if self.arrived:
            told.append(
                f"{len(self.arrived)} lost responses had arrived at the central service before."
            )
        if self.maybe_lost:
            told.append("More may be lost: nothing names the rows of some damaged pages any more.")
        told += self._to_do()
        if not self._gone() and not self.lost and not self.maybe_lost:
            told.append("Nothing is lost.")
        for before in self.earlier:
            told += (f"On {before.at[:10]}: {sentence}" for sentence in before.of_file())
        return tuple(told)

    def of_file(self) -> Iterator[str]:
        """What became of the file and its tables, without the responses."""
        rows = sum(table.saved for table in self.tables)
        yield f"The store's file was damaged (pages: {len(self.damaged)})."
        yield f"{rows} rows were saved into a new store."
        yield f"The damaged file lies in the folder {self.aside}; it holds answers, encrypted."
        if self.behind_damage:
            yield (
                f"Its log of the last changes was damaged; behind that place {self.behind_damage} "
                "were read all the same."
            )
        if gone := self._gone():
            yield f"Lost rows, by table: {', '.join(gone)}."

    def _to_do(self) -> Iterator[str]:
        if self.holds_lost:
            yield (
                "Legal holds may be lost. So nothing is deleted for its age until your IT ends the "
                "hold on everything: kiosk hold list, then kiosk hold end."
            )
        if self.pins_lost:
            yield "No PIN is right any more. Set each anew: kiosk staff reset NAME"
        if self.new_id:
            yield (
                f"The kiosk's name for the central service is lost; it is {self.new_id} from now "
                "on. Tell whoever looks after that service."
            )

    def _gone(self) -> list[str]:
        return [f"{table.name} {table.lost}" for table in self.tables if table.lost]


def report_of(
    c: Connection, rescued: Rescued, pages: Pages, named: tuple[str, datetime], *, torn: bool
) -> Salvaged:
    """What is to be told of a salvage.

    Args:
        c: of the new store.
        rescued: what came of it.
        pages: of the damaged one.
        named: the name of the folder it will lie in, and the moment.
        torn: a part of its log could not be read from the disk.
    """
    aside, now = named
    torn = torn or bool(pages.behind_damage)
    gone = [str(row["id"]) for row in rescued.known.get("submission", ()) if "id" in row]
    outbox = [
        {column: row.get(column) for column in _OUTBOX} for row in rescued.known.get("outbox", ())
    ]
    way = {row["resource_id"]: row["state"] for row in outbox}
    way |= dict(c.execute(text(_WAYS)).all())
    gone += [str(row[0]) for row in c.execute(text(_WITHOUT_BYTES))]
    holds = [one for one in rescued.tables if one.name == "hold"]
    damaged_holds = any(one.lost or not one.certain for one in holds)
    return Salvaged(
        at=now.isoformat(timespec="seconds"),
        aside=aside,
        tables=rescued.tables,
        damaged=pages.damaged(),
        lost=tuple(id_ for id_ in dict.fromkeys(gone) if way.get(id_) != SENT),
        arrived=tuple(id_ for id_ in dict.fromkeys(gone) if way.get(id_) == SENT),
        maybe_lost=torn or not all(t.certain for t in rescued.tables),
        log_left=pages.log_left,
        outbox=tuple(outbox),
        behind_damage=pages.behind_damage,
        holds_lost=damaged_holds or bool(holds and torn),
        pins_lost=_pins_lost(c, rescued),
    )


def _pins_lost(c: Connection, rescued: Rescued) -> bool:
    if not any(one.name == "secret" for one in rescued.tables):  # an older version made none
        return False
    return c.execute(text("SELECT 1 FROM secret WHERE name = 'pin'")).first() is None


def last_salvage(c: Connection) -> Salvaged | None:
    """What was saved of the store when it was last damaged; None where it never was."""
    fact = read_note(c, TOLD)
    try:
        return None if fact is None else msgspec.convert(fact, Salvaged)
    except msgspec.ValidationError:
        return None


def to_look_after(store: Store) -> Salvaged | None:
    """The last salvage whose folder still lies there for IT to look at.

    Where those of more than one lie there, it names what was lost in any of them.
    """
    with store.reading() as c:
        last = last_salvage(c)
    found = {
        folder.name: report
        for folder in store.directory.glob(f"{set_aside.ASIDE}*")
        if (report := _report_in(folder)) is not None
    }
    if last is not None and (store.directory / last.aside).is_dir():
        found[last.aside] = last
    if not found:
        return None
    # What the store notes as the last is it, also where a wrong clock dated another ahead.
    *earlier, newest = sorted(found.values(), key=lambda one: (one is last, one.at, one.aside))
    return msgspec.structs.replace(
        newest,
        lost=_each(one.lost for one in (newest, *earlier)),
        arrived=_each(one.arrived for one in (newest, *earlier)),
        maybe_lost=any(one.maybe_lost for one in found.values()),
        earlier=tuple(earlier),
    )


def _report_in(folder: Path) -> Salvaged | None:
    """As it was written beside the damaged file; None where there is none."""
    try:
        report = msgspec.json.decode((folder / REPORT).read_bytes(), type=Salvaged)
    except (OSError, ValueError):  # ValueError: what msgspec raises, too
        return None
    return msgspec.structs.replace(report, aside=folder.name, outbox=(), earlier=())


def _each(ids: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(ids)))
