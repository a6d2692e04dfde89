"""What the desk says to what was heard: by role, all or nothing, and in the audit."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.coproduction.evidence import ItemCounts
from kiosk.coproduction.feedback import group_id
from kiosk.desk.improving.heard_book import Answer, HeardBook
from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.resources import resource
from kiosk.store import audit
from kiosk.store.database import Store
from kiosk.store.facts import keep_fact
from kiosk.store.feedback import decisions
from kiosk.store.staff import StaffMember
from tests.ui.reception.improving.heard_store import count, remark

PAIN = read_questionnaire(resource("forms", "pain-today.json").read_bytes())
GAD = read_questionnaire(resource("forms", "gad-7.json").read_bytes())
SAY = Answer("answered", "It means the worst place.")


@pytest.fixture
def now() -> datetime:
    """A moment of the clock."""
    return datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def member(role: str) -> StaffMember:
    return StaffMember(id=role, name=f"The {role}", role=role)


def gid(form: Questionnaire, link_id: str, reason: str = "not-understood") -> str:
    return group_id(form.canonical, link_id, reason)


@pytest.fixture
def book(store: Store, now: datetime) -> HeardBook:
    """Five people spoke of a question, and one of another, which six were asked."""
    asked = ItemCounts(shown=6, answered=6)
    count(store, GAD, GAD.asked[0].link_id, asked, now=now)
    remark(store, PAIN, "pain-where", now=now, words="What?")
    remark(store, GAD, GAD.asked[0].link_id, now=now, reasons=("upsetting",))
    made = HeardBook(store, (PAIN, GAD), lambda: now)
    made.look()
    return made


def kept(store: Store) -> list[str]:
    with store.reading() as c:
        return [one.group_id for one in decisions(c)]


def test_the_desk_answers_for_what_it_can_change(book: HeardBook, store: Store) -> None:
    book.answer([gid(PAIN, "pain-where")], SAY, member("reception"))

    assert kept(store) == [gid(PAIN, "pain-where")]
    with store.reading() as c:
        (event,) = audit.events(c, 1)
    assert (event.actor, event.action) == ("The reception", "feedback.answer")


def test_all_are_answered_or_none(book: HeardBook, store: Store) -> None:
    both = [gid(PAIN, "pain-where"), gid(GAD, GAD.asked[0].link_id, "upsetting")]
    with pytest.raises(RefusedError, match="Your role does not give this answer"):
        book.answer(both, SAY, member("reception"))
    assert kept(store) == []

    book.answer(both, SAY, member("lead"))
    assert kept(store) == both


def test_clinical_safety_says_no_for_safety_alone(book: HeardBook, store: Store) -> None:
    group = [gid(PAIN, "pain-where")]
    with pytest.raises(RefusedError):
        book.answer(group, Answer("no", "Too dear.", "cost"), member("clinical"))
    book.answer(group, Answer("no", "It would hide pain.", "safety"), member("clinical"))

    assert kept(store) == group


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer("did", "Done."), "by hand"),
        (Answer("escalated", ""), "no answer"),
        (Answer("not-yet", "  "), "needs words"),
        (Answer("no", "Never."), "needs a reason"),
        (Answer("answered", "Well.", "cost"), "needs a reason"),
        (Answer("no", "Later.", "not-now"), "until when"),
    ],
)
def test_what_can_not_be_said_is_refused(
    book: HeardBook, store: Store, answer: Answer, said: str
) -> None:
    with pytest.raises(RefusedError, match=said):
        book.answer([gid(PAIN, "pain-where")], answer, member("lead"))
    assert kept(store) == []


def test_what_nobody_released_can_not_be_answered(book: HeardBook, store: Store) -> None:
    for groups in ([], ["0123456789"]):
        with pytest.raises(RefusedError, match="nothing of patients"):
            book.answer(groups, SAY, member("lead"))
    assert kept(store) == []


def test_who_looks_after_the_machine_sees_and_sorts_nothing(book: HeardBook, store: Store) -> None:
    group, it = gid(PAIN, "pain-where"), member("IT")
    calls: list[Any] = [
        lambda: book.words_read(group, it),
        lambda: book.escalate(group, it),
        lambda: book.put_aside((PAIN.url, "pain-where"), it),
        lambda: book.answer([group], SAY, it),
    ]
    for call in calls:
        with pytest.raises(RefusedError):
            call()
    assert kept(store) == []


def test_a_broken_note_of_what_was_put_aside_takes_nothing_away(
    book: HeardBook, store: Store
) -> None:
    with store.transaction() as c:
        keep_fact(c, "improve_aside", "{broken")
    book.put_aside((PAIN.url, "pain-where"), member("lead"))

    assert book.look().aside == 1
