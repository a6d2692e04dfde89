"""What the desk talks about for some minutes a week: the top questions, for one page of paper.

Codes and numbers, as the desk may see them; whoever prints it has the words for them (they are
those of `resources/translations/en/desk/improve.toml`). No words of patients are in it.
"""

from dataclasses import dataclass
from datetime import date

from kiosk.coproduction.evidence import Judgement, Trouble
from kiosk.coproduction.routing import Fix, Who
from kiosk.desk.improving.heard import Heard, QuestionHeard, ReasonHeard


@dataclass(frozen=True)
class HuddleReason:
    """Why, and how often it was heard.

    Attributes:
        reason: one of `staff_notes.STAFF_REASONS`.
        patients: how many said so; None where there are too few sittings to tell.
        notes: how many times the front line noted it.
    """

    reason: str
    patients: int | None
    notes: int


@dataclass(frozen=True)
class HuddleCard:
    """One question.

    Attributes:
        form: its title.
        number, question: as patients read it.
        judgement: how sure it is.
        shown, troubled: in how many sittings; None where there are too few to tell.
        trouble: what happens most; None where nothing is known of it.
        reasons: the most frequent first.
        who: can change it; fix: what would usually mend it.
        overdue: it waits longer than patients were promised.
    """

    form: str
    number: int
    question: str
    judgement: Judgement
    shown: int | None
    troubled: int | None
    trouble: Trouble | None
    reasons: tuple[HuddleReason, ...]
    who: Who
    fix: Fix
    overdue: bool


@dataclass(frozen=True)
class Huddle:
    """The page.

    Attributes:
        day: of which it tells.
        cards: at most three.
        missing: dimensions in which who spoke is not like all (`bands.DIMENSIONS`).
    """

    day: date
    cards: tuple[HuddleCard, ...]
    missing: tuple[str, ...]


def huddle(heard: Heard, language: str) -> Huddle:
    """The page of what was heard, with the questions in that language where the forms have it."""
    snapshot = heard.snapshot
    missing = tuple(one.dimension for one in snapshot.representation if one.missing)
    cards = tuple(_card(one, language) for one in heard.top)
    return Huddle(snapshot.today, cards, missing)


def _card(one: QuestionHeard, language: str) -> HuddleCard:
    counts = one.evidence.counts
    return HuddleCard(
        one.form.title(language), one.number, one.text(language), one.evidence.judgement,
        counts.shown if one.is_counted else None, counts.in_trouble if one.is_counted else None,
        one.evidence.trouble,
        tuple(_reason(one, said) for said in one.open_reasons),
        one.route.who, one.route.fix, any(said.is_overdue for said in one.reasons),
    )  # fmt: skip


def _reason(one: QuestionHeard, said: ReasonHeard) -> HuddleReason:
    return HuddleReason(said.reason, said.remarks if one.is_counted else None, said.notes)
