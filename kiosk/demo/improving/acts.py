"""The acts of the story: patients come for weeks, and once a week somebody looks at the desk."""

from pathlib import Path
from random import Random
from typing import Any, Final

from kiosk.coproduction.pilot_judging import FIRST_LOOK, Look
from kiosk.demo.album import Album
from kiosk.demo.improving import facts
from kiosk.demo.improving.clinic import LEAD, NEW_WORDS, OLD_WORDS, RECEPTIONIST, URL
from kiosk.demo.improving.clock import StoryClock
from kiosk.demo.improving.desk import BETTER, Desk
from kiosk.demo.improving.screen import Screen
from kiosk.demo.improving.visitors import drawn
from kiosk.demo.telling import must
from kiosk.demo.walk import report
from kiosk.errors import RefusedError
from kiosk.export.exporting import Request, export_files
from kiosk.running.app import Kiosk
from kiosk.running.reception import FrontDesk
from kiosk.running.renewing import EVERY_MS
from kiosk.store.database import Store
from kiosk.trial.touch import rest

DAILY: Final = 6
LEAST_PATIENTS: Final = 120
COUNTED_WEEKS: Final = 2
"""Of less the desk can't say how many weeks a trial takes."""
MOST_WEEKS: Final = 8
TRIAL_WEEKS: Final = 11
"""In the week after these the trial ends as it was planned."""
OLD: Final = f"{URL}|1.0.0"
TRIED: Final = f"{URL}|1.1.0-pilot.1"
NEW: Final = f"{URL}|1.1.0"
_ONCE: Final = frozenset({"question-old", "question-new", "remark-reasons", "remark-thanks"})


class Acts:
    """Patients at one window, the desk at the other, one clock.

    Args:
        store: of the clinic's one PC.
        kiosk, desk: its two windows.
        clock: what both go by.
        chance: who comes, and who gets which words.
        out: the folder for pictures and files.
    """

    def __init__(  # noqa: PLR0913 - keyword-only: what a story is made of
        self,
        *,
        store: Store,
        kiosk: Kiosk,
        desk: FrontDesk,
        clock: StoryClock,
        chance: Random,
        out: Path,
    ) -> None:
        self._store, self._clock, self._chance, self._out = store, clock, chance, out
        self._album, self._chapter = Album(out), ""
        self._screen = Screen(kiosk)
        self._desk = Desk(desk, self._look_at_desk)
        self._screen.looked = self._look
        self._kiosk, self._seen = kiosk, set[str]()
        self._patients, self._began = 0, clock.day
        self._counts: dict[str, Any] = {}
        self._receipt = ""
        self._better, self._answers = False, 0
        self._most_weeks = COUNTED_WEEKS + TRIAL_WEEKS + 1

    def play(self) -> None:
        """All of it."""
        self._screen.picture(self._album.file("first-page"))
        for chapter, act in (
            ("Patients stumble", self._find),
            ("Somebody listens", self._hear),
            ("Other words", self._change),
            ("Tried, not guessed", self._try),
            ("Decided", self._decide),
            ("We said, we did", self._see),
            ("Why is it asked like this?", self._ask_why),
        ):
            self._chapter = chapter
            act()

    def counts(self) -> dict[str, Any]:
        """What was counted, for the report."""
        clerk = self._desk.clerk
        return self._counts | {
            "patients": self._patients,
            "modes": facts.modes(self._store),
            "staffActions": clerk.actions,
            "staffStrokes": clerk.strokes,
            "staffMinutes": round(clerk.seconds / 60, 1),
            "remarkTouches": self._screen.remark_touches,
            "answersToOthers": self._answers,
        }

    def _find(self) -> None:
        """Until a Monday on which the card of the week flags the question."""
        for week in range(1, MOST_WEEKS + 1):
            self._most_weeks = max(week, COUNTED_WEEKS) + TRIAL_WEEKS + 1
            self._a_week()
            self._desk.sign_in(RECEPTIONIST)
            if self._desk.sees_it_flagged() and week >= COUNTED_WEEKS:
                break
            self._desk.lock()
        else:
            raise _unheard()
        old = facts.counted(self._store, OLD)
        self._tell(
            f"{self._patients} patients came in {_many(week, 'week')}. On Monday the desk shows "
            f"one question before all others: “{OLD_WORDS}” It made trouble {old.in_trouble} of "
            f"{old.shown} times, more often than chance would.",
            patients=self._patients, shown=old.shown, troubled=old.in_trouble,
            remarks=facts.remarks_released(self._store),
        )  # fmt: skip
        self._counts["flagged"] = {"shown": old.shown, "troubled": old.in_trouble, "weeks": week}

    def _hear(self) -> None:
        """The receptionist's turn, and the patient's who looks up their three words."""
        self._look_at_desk("desk-this-week")
        said = self._desk.read_words()
        before = self._desk.clerk.strokes
        self._desk.note()
        strokes = self._desk.clerk.strokes - before
        self._desk.lock()
        self._tell(
            f"{RECEPTIONIST} at reception reads what patients wrote of it "
            f"({_many(len(said), 'remark')} with words). Somebody asked about it at the desk, too: "
            f"{strokes} strokes of the keyboard note that.",
            words=len(said), noteStrokes=strokes,
        )  # fmt: skip
        self._receipt = self._screen.receipts[0]
        told = self._screen.look_up(self._receipt)
        must("The clinic is looking at it" in told, "the receipt does not find its remark")
        self._tell(
            "One of these patients enters the three words of their receipt on the first page, and "
            "reads: “The clinic is looking at it”."
        )

    def _change(self) -> None:
        """The lead's turn: from the card to the pilot."""
        desk, clerk = self._desk, self._desk.clerk
        desk.sign_in(LEAD)
        clerk.read()
        actions, strokes, seconds = clerk.actions, clerk.strokes, clerk.seconds
        desk.reword()
        said = desk.start_trial()
        g1 = {
            "actions": clerk.actions - actions, "strokes": clerk.strokes - strokes,
            "seconds": round(clerk.seconds - seconds),
        }  # fmt: skip
        weeks = next((line for line in said if line.startswith("That needs about")), "")
        desk.lock()
        self._tell(
            f"{LEAD}, who leads the clinic, writes “{NEW_WORDS}” and starts a trial: half of the "
            f"patients get the new words. That takes {g1['actions']} actions and {g1['seconds']} s "
            f"at the desk, which says beforehand: “{weeks}”",
            saidBefore=weeks, **g1,
        )  # fmt: skip
        self._counts["fromCardToPilot"] = g1
        self._counts["weeksSaid"] = weeks

    def _try(self) -> None:
        """Until a Monday on which it looks better; the weeks have an end."""
        self._until_offered()
        for week in range(1, TRIAL_WEEKS + 1):
            self._a_week()
            self._desk.sign_in(LEAD)
            self._answers += self._desk.answer_others()
            self._desk.show("Changes")
            self._better = self._desk.told(BETTER)
            new, old = facts.counted(self._store, TRIED).shown, self._in_trial()
            if self._better and min(new, old) >= FIRST_LOOK and self._patients >= LEAST_PATIENTS:
                break
            if week < TRIAL_WEEKS:
                self._tell(
                    f"Week {week} of the trial: {new} patients have had the new words, {old} the "
                    "old."
                )
                self._desk.lock()
        self._look_at_desk("desk-judged")
        found = self._desk.line("people with the old words")
        self._counts["pilotWeeks"] = week
        self._counts["judged"] = "looks-better" if self._better else "not better"
        judged = "It looks better. That is not proof." if self._better else "It is not better."
        self._tell(
            f"After {_many(week, 'week')} the desk has counted. {found} {judged}",
            weeks=week, evidence=found,
        )  # fmt: skip
        self._tell_looks(facts.guard_looks(self._store))

    def _decide(self) -> None:
        self._desk.judge(keep=self._better)
        self._look_at_desk("desk-decided")
        self._desk.lock()
        done = "keeps the new words" if self._better else "takes the old words back"
        self._tell(f"{LEAD} has read it and {done}, with one press.")
        self._until_offered()

    def _see(self) -> None:
        """Everybody sees what became of it."""
        self._a_week()
        self._screen.wait_for("We said, we did")
        self._screen.picture(self._album.file("first-page-with-the-board"))
        board = next((n for n in self._screen.read() if n.startswith("We changed it")), "")
        self._desk.sign_in(LEAD)
        self._answers += self._desk.answer_others()
        self._desk.show("Board")
        self._look_at_desk("desk-board")
        file = self._desk.print_board(self._out)
        self._desk.lock()
        told = self._screen.look_up(self._receipt)
        must(not self._better or "We changed it" in told, "the receipt does not know what was done")
        self._tell(
            f"The first page tells everybody: We said, we did. {board} The three words find the "
            f"same, and {file.name} is for the wall.",
            board=board, file=file.name,
        )  # fmt: skip

    def _ask_why(self) -> None:
        """An exported answer leads back to who asked for its words."""
        asked = Request("csv", replace=True)
        rows = export_files(
            self._store, asked, self._out / "export.csv", by="desk", now=self._clock()
        ).count
        in_use = NEW if self._better else OLD
        sent = facts.last_sent(self._store, in_use)
        chapters = facts.why(self._store, sent)
        remarks = facts.answered_remarks(self._store, chapters)
        must(not self._better or remarks > 0, "the words of an answer don't lead back to remarks")
        self._tell(
            f"export.csv holds {rows} responses. The last patient was asked “{sent.words}” Why in "
            f"these words? Because of {_many(remarks, 'remark')} of patients; the history goes "
            f"back to the first words in {_many(len(chapters), 'chapter')}.",
            rows=rows, words=sent.words, remarks=remarks,
            chapters=[[one.canonical, one.relation, one.words] for one in chapters],
        )  # fmt: skip
        stand = facts.versions(self._store)
        told = "; ".join(f"{one} {how}" for one, how in stand.items())
        self._tell(f"Every version of the form stays: {told}.", versions=stand)

    def _tell_looks(self, made: tuple[Look, ...]) -> None:
        found = facts.verdict(self._store, self._clock.day)
        arms = {
            name: {"sittings": one.of, "troubled": one.hits}
            for name, one in (("pilot", found.pilot), ("control", found.control))
        }
        self._counts |= {"arms": arms, "guardLooks": len(made), "better": round(found.better, 3)}
        self._tell(
            f"Meanwhile a guard looked {_many(len(made), 'time')} by itself whether the new words "
            "do harm, to stop them. It stopped nothing.",
            looks=[[one.day.isoformat(), round(one.worse, 3)] for one in made], **arms,
        )  # fmt: skip

    def _in_trial(self) -> int:
        return facts.counted(self._store, OLD).shown - int(self._counts["flagged"]["shown"])

    def _a_week(self) -> None:
        """Patients until next Monday morning."""
        monday = self._clock.week
        while self._clock.week == monday:
            for _ in range(DAILY):
                self._screen.visit(drawn(self._chance))
                self._patients += 1
                report("patient", week=monday + 1, of=self._most_weeks, patients=self._patients)
                self._clock.later(minutes=40)
            self._clock.next_morning()

    def _until_offered(self) -> None:
        """A kiosk looks every few seconds whether the desk changed a form."""
        rest(EVERY_MS / 1000 + 1)

    def _tell(self, line: str, **of: Any) -> None:
        report(
            "step", told=line, chapter=self._chapter, day=self._clock.day.isoformat(),
            pictures=self._album.taken(), **of,
        )  # fmt: skip

    def _look(self, name: str) -> None:
        if name not in self._seen or name not in _ONCE:
            self._seen.add(name)
            self._screen.picture(self._album.file(name))

    def _look_at_desk(self, name: str) -> None:
        self._desk.hands.picture(self._album.file(name))


def _many(count: int, of: str) -> str:
    return f"{count} {of}" if count == 1 else f"{count} {of}s"


def _unheard() -> RefusedError:
    return RefusedError(
        f"In {MOST_WEEKS} weeks the question was not flagged.", advice="Try another --seed."
    )
