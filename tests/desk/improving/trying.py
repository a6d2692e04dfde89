"""A clinic that tries out other words: its form, a draft of it, and what was counted of both."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from kiosk.coproduction.editing import edits as e
from kiosk.coproduction.events import FormEvent
from kiosk.coproduction.evidence import BY_SITTING, ItemCounts
from kiosk.desk.improving.changing import ChangingBook, rights_of
from kiosk.desk.improving.deciding import DecidingBook
from kiosk.desk.improving.piloting import Wanted
from kiosk.forms.questionnaire import Questionnaire
from kiosk.store import form_versions
from kiosk.store.database import Store
from kiosk.store.staff import StaffMember
from kiosk.store.tables import form_passage, item_day
from tests.coproduction.clinic_form import URL, clinic_form

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
LEE, SOL, RIA, RAY, DR_CHO, IVO = (
    StaffMember(name.lower(), name, role)
    for name, role in (
        ("Lee", "lead"), ("Sol", "lead"), ("Ria", "reception"), ("Ray", "reception"),
        ("Cho", "clinical"), ("Ivo", "IT"),
    )
)  # fmt: skip
OTHER_WORDS = e.SetText("note", "en", "What did we forget to ask?")
WANTED = Wanted("note", TODAY + timedelta(weeks=8))
OLD, DRAFT, TRIED = (f"{URL}|{version}" for version in ("1.0.0", "1.1.0", "1.1.0-pilot.1"))


@dataclass
class Clock:
    """The clock of the clinic, which is set by hand; it never stands still."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        self.at += timedelta(microseconds=1)
        return self.at

    def go_on(self, **by: int) -> None:
        self.at += timedelta(**by)


@dataclass
class Trying:
    """The clinic: its store, its books, its clock, and the form that patients get."""

    store: Store
    clock: Clock
    form: Questionnaire
    pinned: frozenset[str] = frozenset()

    @property
    def book(self) -> DecidingBook:
        return DecidingBook(self.store, lambda: (self.form,), self.clock, pinned=self.pinned)

    def draft(self, *edits: e.Edit, by: StaffMember = LEE, groups: tuple[str, ...] = ()) -> str:
        """A draft with these edits; its canonical."""
        changing = ChangingBook(self.store, self.clock)
        change = changing.open(self.form, by)
        for edit in edits or (OTHER_WORDS,):
            change = change.done(edit, rights_of(by.role), changing.locks)
        change = replace(change, checked=True, text="We ask it otherwise now.", groups=groups)
        return changing.draft(change, by).canonical

    def start(self, wanted: Wanted = WANTED, draft: str = "") -> str:
        """Try a draft out; the canonical that patients get it under."""
        return self.book.pilots.start(draft or self.draft(), self.form, wanted, LEE)

    def count(
        self, canonical: str, hits: int, shown: int, *, on: date = TODAY, link_id: str = "note"
    ) -> None:
        """So many sittings of a day, and in how many there was trouble at the question."""
        count(self.store, (canonical, link_id), hits, shown, on)

    def log(self) -> list[tuple[str, str]]:
        """What was done, and to which version."""
        return [(one.kind, one.canonical.partition("|")[2]) for one in self.events()]

    def events(self) -> tuple[FormEvent, ...]:
        with self.store.reading() as c:
            return form_versions.events(c, URL)


def count(store: Store, question: tuple[str, str], hits: int, shown: int, on: date) -> None:
    """Put that into the counters of a question: canonical and linkId."""
    canonical, link_id = question
    counts = ItemCounts(shown=shown, answered=shown, help=hits, troubled=hits)
    kept = {name: getattr(counts, name) for name in BY_SITTING}
    with store.transaction() as c:
        c.execute(
            item_day.insert().values(
                questionnaire=canonical, day=on, link_id=link_id, mode="touch", **kept
            )
        )


def open_since(store: Store, day: date) -> None:
    """The kiosk counts since that day."""
    with store.transaction() as c:
        c.execute(form_passage.insert().values(questionnaire=OLD, day=day, begun=1, sent=1))


def trying(store: Store, form: Questionnaire | None = None) -> Trying:
    """A clinic with that form."""
    return Trying(store, Clock(), form or clinic_form())
