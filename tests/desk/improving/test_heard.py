"""What was heard is put together by question: which wording, what is open, whose it is."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.evidence import ItemCounts
from kiosk.coproduction.feedback import RemarkGroup, group_id
from kiosk.coproduction.outcomes import Asked, Decision, Facts, Said
from kiosk.coproduction.routing import Family
from kiosk.coproduction.staff_notes import StaffNote
from kiosk.desk.improving.heard import Heard, Snapshot, put_together
from kiosk.desk.improving.huddle import huddle
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire

URL = "http://clinic.example/Questionnaire/sleep"
DAY = date(2026, 3, 2)
WHY = "not-understood"


def form(version: str = "1.0.0", **texts: str) -> Questionnaire:
    said = {"q1": "How do you sleep?", "q2": "Do you snore?"} | texts
    items = [{"linkId": key, "type": "string", "text": text} for key, text in said.items()]
    return parse_questionnaire(
        {
            "resourceType": "Questionnaire", "status": "active", "url": URL, "version": version,
            "title": "Sleep", "item": items,
        }
    )  # fmt: skip


def group(count: int = 5, link_id: str = "q1", version: str = "1.0.0") -> RemarkGroup:
    about = (f"{URL}|{version}", link_id, WHY)
    return RemarkGroup(group_id(*about), *about, count=count, people=count, words=("Eh?",))


def snapshot(
    *groups: RemarkGroup, forms: tuple[Questionnaire, ...] = (form(),), **more: Any
) -> Snapshot:
    said = tuple(
        Said(
            f"{one.id}{place}",
            Asked(one.questionnaire, one.link_id, one.reason),
            first=True,
            released=DAY,
        )
        for one in groups
        for place in range(one.count)
    )
    older: tuple[Questionnaire, ...] = more.pop("older", ())
    decisions: tuple[Decision, ...] = more.pop("decisions", ())
    known = {one.canonical: one for one in (*forms, *older)}
    counts: dict[Any, Any] = more.pop("counts", {})
    made = Snapshot(
        forms, {URL: Family()}, Facts(said, {}, decisions, (), known), groups, (), counts, {},
        (), DAY,
    )  # fmt: skip
    return replace(made, **more)


def counted(version: str, shown: int = 40, troubled: int = 0) -> dict[Any, dict[str, ItemCounts]]:
    counts = ItemCounts(shown=shown, troubled=troubled, help=troubled)
    return {(f"{URL}|{version}", "q1"): {"touch": counts}}


def texts(heard: Heard) -> list[str]:
    return [one.text("en") for one in heard.top]


def test_what_was_said_puts_a_question_on_the_card() -> None:
    heard = put_together(snapshot(group(), counts=counted("1.0.0")))

    assert texts(heard) == ["How do you sleep?"]
    (top,) = heard.top
    assert (top.number, top.evidence.remarks, top.route.who) == (1, 5, "desk")


def test_evidence_of_the_same_words_goes_on_in_a_newer_version() -> None:
    old, new = form(), form("1.1.0", q2="Do you ever snore?")
    heard = put_together(snapshot(group(), forms=(new,), older=(old,), counts=counted("1.0.0")))

    (top,) = heard.top
    assert (top.form.version, top.evidence.counts.shown, top.evidence.remarks) == ("1.1.0", 40, 5)


def test_of_other_words_it_begins_anew_and_what_was_said_stays_in_the_list() -> None:
    old, new = form(), form("1.1.0", q1="How many hours did you sleep?")
    counts = counted("1.0.0", troubled=20) | counted("1.1.0")
    heard = put_together(snapshot(group(), forms=(new,), older=(old,), counts=counts))

    assert heard.top == ()
    spoken = [one for one in heard.questions if one.reasons]
    assert [(one.form.version, one.number) for one in spoken] == [("1.0.0", 0)]


def test_what_was_answered_is_off_the_card_unless_the_numbers_say_otherwise() -> None:
    answered = Decision(group().id, "not-yet", "In May.", DAY, "lead")
    quiet = put_together(snapshot(group(), decisions=(answered,), counts=counted("1.0.0")))
    tripping = counted("1.0.0", troubled=20)
    loud = put_together(snapshot(group(), decisions=(answered,), counts=tripping))

    assert quiet.top == ()
    assert texts(loud) == ["How do you sleep?"]
    assert loud.top[0].open_reasons == ()


def test_a_note_of_the_desk_counts_until_it_is_answered() -> None:
    note = StaffNote("n", DAY, f"{URL}|1.0.0", "q2", WHY, "", "reception")
    answered = Decision(group(link_id="q2").id, "answered", "It is for both.", DAY, "lead")

    assert texts(put_together(snapshot(notes=(note,)))) == ["Do you snore?"]
    assert put_together(snapshot(notes=(note,), decisions=(answered,))).top == ()
    later = replace(note, day=DAY + timedelta(days=1))
    assert texts(put_together(snapshot(notes=(later,), decisions=(answered,)))) == ["Do you snore?"]


def test_where_somebody_may_be_in_danger_nothing_is_open() -> None:
    escalated = Decision(group().id, "escalated", "", DAY, "lead")
    heard = put_together(snapshot(group(), decisions=(escalated,), counts=counted("1.0.0")))

    assert (heard.top, heard.overdue) == ((), 0)


def test_what_was_put_aside_comes_back() -> None:
    aside = {(URL, "q1"): DAY + timedelta(days=7)}
    said = snapshot(group(), aside=aside, counts=counted("1.0.0"))

    assert put_together(said).top == ()
    assert texts(put_together(replace(said, today=DAY + timedelta(days=7)))) == [
        "How do you sleep?"
    ]


def test_it_is_overdue_after_fourteen_days() -> None:
    said = snapshot(group(), counts=counted("1.0.0"))

    assert put_together(replace(said, today=DAY + timedelta(days=13))).overdue == 0
    assert put_together(replace(said, today=DAY + timedelta(days=14))).overdue == 1


@given(st.integers(0, 60), st.integers(1, 9), st.integers(0, 60))
def test_on_paper_no_number_stands_of_fewer_than_ten_sittings(
    shown: int, people: int, troubled: int
) -> None:
    counts = counted("1.0.0", shown, min(shown, troubled))
    page = huddle(put_together(snapshot(group(people), counts=counts)), "en")

    (card,) = page.cards
    told = (card.shown, card.troubled, *(one.patients for one in card.reasons))
    assert all(one is None for one in told) is (shown < 10)
    assert "Eh?" not in repr(page)
