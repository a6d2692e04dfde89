"""What the pictures show: exact for staff, rounded and in portions for everybody."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.coproduction.bands import Bands
from kiosk.coproduction.passage import CHECK_PAGE, Passage
from kiosk.desk.pictures.days import over_days
from kiosk.desk.pictures.figure import Figure
from kiosk.desk.pictures.forms import completion, median_times, times_of_one
from kiosk.desk.pictures.gather import (
    Asker,
    forms_counted,
    public_figures,
    score_figures,
    staff_figures,
)
from kiosk.desk.pictures.questions import where_people_leave
from kiosk.desk.pictures.scores import Readings, by_language
from kiosk.forms.fhir_json import encode_json
from kiosk.resources import resource
from kiosk.store import audit, questionnaires
from kiosk.store.database import Store, create_store
from kiosk.store.figures import Begun, Shown, Span
from kiosk.store.passages import count_bands, count_passage
from kiosk.store.submissions import submit
from kiosk.ui.wording.picture_phrases import PicturePhrases
from kiosk.ui.wording.words import load_desk_words

SAID = PicturePhrases(load_desk_words(resource("translations")), "en")
FORM = "http://e.org/Questionnaire/mood|1"
MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = create_store(tmp_path / "store", bytes(32))
    yield made
    made.close()


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def keep_form(store: Store) -> None:
    raw = {
        "resourceType": "Questionnaire", "url": FORM.split("|", maxsplit=1)[0], "version": "1",
        "title": "Mood", "status": "active",
        "item": [
            {"linkId": "sad", "text": "Are you sad?", "type": "boolean"},
            {
                "linkId": "sum", "text": "Mood score", "type": "integer", "readOnly": True,
                "extension": [{
                    "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
                    "sdc-questionnaire-calculatedExpression",
                    "valueExpression": {"language": "text/fhirpath", "expression": "1"},
                }],
            },
        ],
    }  # fmt: skip
    with store.transaction() as c:
        questionnaires.keep_questionnaire(
            c, canonical=FORM, content_hash="x", content=encode_json(raw), now=noon(MONDAY)
        )


def answer(number: int, score: int, *, status: str = "completed", language: str = "en") -> bytes:
    item = {"linkId": "sum", "answer": [{"valueInteger": score}]}
    return encode_json({
        "resourceType": "QuestionnaireResponse", "id": f"r{number}", "questionnaire": FORM,
        "status": status, "language": language, "item": [item],
    })  # fmt: skip


def hand_in(store: Store, scores: list[int], day: date, *, first: int = 0, **told: str) -> None:
    with store.transaction() as c:
        for number, score in enumerate(scores, start=first):
            submit(
                c, draft_id=None, response_id=f"r{number}", questionnaire=FORM,
                payload=answer(number, score, **told), now=noon(day),
            )  # fmt: skip
            shown = frozenset({"sad", CHECK_PAGE})
            passage = Passage(FORM, begun=True, sent=True, shown=shown, time_bin=2)
            count_passage(c, passage, now=noon(day))


def asker(today: date = MONDAY) -> Asker:
    return Asker(SAID, "en", today)


def named(figures: tuple[Figure, ...]) -> dict[str, Figure]:
    return {one.name: one for one in figures}


def test_days_without_a_form_are_shown_and_a_long_time_by_weeks_and_months() -> None:
    sent = {MONDAY: 3, MONDAY + 2 * DAY: 1}

    week = over_days(sent, SAID, since=MONDAY, until=MONDAY + 3 * DAY)
    assert [(bar.label, bar.said) for bar in week.bars] == [
        ("2 Mar", "3"), ("3 Mar", "0"), ("4 Mar", "1"), ("5 Mar", "0"),
    ]  # fmt: skip
    quarter = over_days(sent, SAID, since=MONDAY - 80 * DAY, until=MONDAY + 6 * DAY)
    assert quarter.rows[-1] == ("2 Mar 2026", "4")
    years = over_days(sent, SAID, since=MONDAY - 800 * DAY, until=MONDAY + 6 * DAY)
    assert years.rows[-1] == ("Mar 2026", "4")
    decades = over_days(sent, SAID, since=MONDAY - 8000 * DAY, until=MONDAY + 6 * DAY)
    assert decades.rows[-1] == ("2026", "4")


@given(
    st.dictionaries(st.integers(0, 9000).map(lambda n: MONDAY + n * DAY), st.integers(1, 9)),
    st.integers(0, 9000),
)
def test_whatever_the_days_no_form_is_lost_and_bars_are_few(
    sent: dict[date, int], length: int
) -> None:
    until = MONDAY + length * DAY

    shown = over_days(sent, SAID, since=MONDAY, until=until)

    assert len(shown.bars) <= 53
    assert sum(bar.length or 0 for bar in shown.bars) == sum(
        many for day, many in sent.items() if day <= until
    )


def test_of_fewer_than_ten_there_is_no_share_and_no_time() -> None:
    shown = completion({"A": Begun(9, 8), "B": Begun(20, 15)}, SAID, counted_since=MONDAY)

    assert [bar.said for bar in shown.bars] == ["15 of 20 (75 %)", "fewer than 10"]
    assert shown.bars[1].length is None
    times = median_times({"A": (0, 9, 0, 0, 0, 0, 0, 0), "B": (0, 9, 0, 12, 0, 0, 0, 0)}, SAID)
    assert times.rows == (("B", "2 to 3 minutes (21 people)"),)
    assert times_of_one((0, 9), SAID).bars == ()


def test_who_saw_a_question_stands_behind_it_not_who_began() -> None:
    counts = {"a": Shown(40, 2), "branch": Shown(12, 6), "few": Shown(9, 5)}

    shown = where_people_leave(counts, {"a": "First?", "branch": "And?", "few": "So?"}, SAID)

    assert [(bar.label, bar.said) for bar in shown.bars] == [
        ("First?", "2 of 40 (5 %)"), ("And?", "6 of 12 (50 %)"),
    ]  # fmt: skip


def test_of_many_questions_the_picture_has_twenty_and_the_table_all() -> None:
    counts = {f"q{n}": Shown(100, n) for n in range(30)}

    shown = where_people_leave(counts, {one: one for one in counts}, SAID)

    assert [bar.label for bar in shown.bars] == [f"q{n}" for n in range(29, 9, -1)]
    assert [row[0] for row in shown.rows] == list(counts)


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 30), max_size=6))
def test_no_language_with_one_to_four_people_is_told_nor_follows(counts: dict[str, int]) -> None:
    shown = by_language(counts, {}, SAID)

    told = [int(row[1]) for row in shown.rows]
    assert all(many >= 5 for many in told)
    assert sum(told) == (sum(counts.values()) if sum(counts.values()) >= 10 else 0)


def test_staff_see_exact_counts_of_all_forms_and_of_one(store: Store) -> None:
    keep_form(store)
    hand_in(store, [3] * 12, MONDAY)

    every = named(staff_figures(store, Span(), asker()))
    assert every["forms"].rows == (("Mood", "12"),)
    assert every["completion"].rows == (("Mood", "12", "12", "100 %"),)
    one = named(staff_figures(store, Span(FORM.split("|", maxsplit=1)[0]), asker()))
    assert ("Are you sad?", "12", "0", "0 %") in one["left"].rows
    assert list(forms_counted(store).values()) == ["Mood"]


def sat(store: Store, many: int, *what: str, mode: str = "touch", left: bool = False) -> None:
    """So many people met the question like that."""
    told = Passage(
        FORM, begun=True, sent=not left, shown=frozenset({"sad"}), mode=mode,
        left_at="sad" if left else None, befell={"sad": frozenset(what)}, dwell={"sad": 3},
    )  # fmt: skip
    with store.transaction() as c:
        for _ in range(many):
            count_passage(c, told, now=noon(MONDAY))


def test_staff_see_what_befell_at_each_question_and_by_how_the_screen_is_used(store: Store) -> None:
    keep_form(store)
    sat(store, 20, "answered")
    sat(store, 6, "answered", "not_sure", "changed", "returned", mode="large")
    sat(store, 3, "skipped", "help", mode="keys")
    sat(store, 2, mode="listen", left=True)

    found = named(staff_figures(store, Span(FORM), asker()))

    assert found["trouble"].heading[1:] == (
        "Shown", "Answered", "Skipped", "Not sure", "Help", "Changed", "Went back",
        "Said something", "Left here", "Time",
    )  # fmt: skip
    assert found["trouble"].rows == (
        ("Are you sad?", "31", "26", "3", "6", "3", "6", "6", "0", "2", "10 to 15 s"),
    )
    assert found["trouble"].bars[0].said == "11 of 31 (35 %)"
    assert found["modes"].rows == (
        ("Are you sad?", "touch", "20", "0 of 20 (0 %)"),
        ("Are you sad?", "large text", "6", "6 of 6 (100 %)"),
        ("Are you sad?", "keys or switch, read aloud", "5", "5 of 5 (100 %)"),
    )


def test_of_a_question_few_people_saw_nothing_is_told(store: Store) -> None:
    keep_form(store)
    sat(store, 9, "help")

    found = named(staff_figures(store, Span(FORM), asker()))

    assert found["trouble"].rows == ()
    assert "modes" not in found


def test_staff_see_whether_those_who_speak_are_like_those_who_sit_there(store: Store) -> None:
    keep_form(store)
    with store.transaction() as c:
        for number in range(40):
            old, spoke = number >= 20, number < 10
            age = "65-79" if old else "18-39"
            count_bands(c, Bands(age, "en", "touch", spoke=spoke), now=noon(MONDAY))

    found = named(staff_figures(store, Span(), asker()))["people"]

    assert found.rows[:2] == (
        ("18 to 39", "20", "50 %", "10", "100 %"), ("65 to 79", "20", "50 %", "0", "0 %"),
    )  # fmt: skip
    assert "People over 65 say less than half their share" in found.note


def test_scores_leave_out_what_was_withdrawn_and_the_audit_knows_who_asked(store: Store) -> None:
    keep_form(store)
    hand_in(store, [2] * 10 + [9] * 6, MONDAY)
    hand_in(store, [27], MONDAY, first=50, status="entered-in-error")

    found = score_figures(
        store, Span(FORM.split("|", maxsplit=1)[0]), asker(), by="Sam", now=lambda: noon(MONDAY)
    )

    assert found is not None
    assert [row for row in named(found)["scores-sum"].rows if row[1] != "0"] == [
        ("2", "10"), ("9", "6"),
    ]  # fmt: skip
    assert all(one.from_answers for one in found)
    with store.reading() as c:
        last = audit.events(c, 1)[0]
    assert (last.actor, last.action, last.subject) == (
        "Sam",
        "figures.scores",
        "mood, 16 responses",
    )


def test_of_fewer_than_ten_responses_no_score_is_shown(store: Store) -> None:
    keep_form(store)
    hand_in(store, [5] * 9, MONDAY)

    found = score_figures(store, Span(FORM), asker(), by="Sam", now=lambda: noon(MONDAY))

    assert found is not None
    assert all(one.bars == () and one.rows == () for one in found)


def test_reading_scores_ends_where_nobody_wants_them_any_more(store: Store) -> None:
    keep_form(store)
    hand_in(store, [5] * 100, MONDAY)

    found = score_figures(
        store, Span(FORM), asker(), by="Sam", now=lambda: noon(MONDAY), goes_on=lambda: False
    )

    assert found is None


def test_a_response_that_is_odd_adds_what_it_has() -> None:
    readings = Readings({"sum": "Score"})

    readings.add({"item": [{"linkId": "sum", "answer": [{"valueString": "5"}, {}]}, {}]})
    readings.add({"item": [{"linkId": "sum", "answer": [{"valueQuantity": {"value": 4}}]}]})

    assert readings.responses == 2
    assert readings.scores["sum"].total == 1
    assert readings.scores["sum"].bins() == ()
    readings.scores["sum"].add(Decimal(4))


def test_this_week_is_not_public_and_the_last_one_is(store: Store) -> None:
    keep_form(store)
    hand_in(store, [1] * 12, MONDAY)

    assert named(public_figures(store, None, asker(MONDAY + 6 * DAY)))["days"].rows == ()
    later = named(public_figures(store, None, asker(MONDAY + 7 * DAY)))
    assert later["days"].rows == (("2 Mar 2026 to 8 Mar 2026", "10"),)
    assert later["forms"].rows == (("Mood", "10"),)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=80),
    st.integers(0, 60),
)
def test_nothing_public_is_small_or_exact_whenever_one_looks(
    tmp_path_factory: pytest.TempPathFactory, sittings: list[tuple[int, bool]], later: int
) -> None:
    store = create_store(tmp_path_factory.mktemp("public") / "store", bytes(32))
    try:
        keep_form(store)
        with store.transaction() as c:
            for number, (day, sent) in enumerate(sittings):
                at = noon(MONDAY + day * DAY)
                if sent:
                    submit(
                        c, draft_id=None, response_id=f"r{number}", questionnaire=FORM,
                        payload=b"{}", now=at,
                    )  # fmt: skip
                passage = Passage(
                    FORM, begun=True, sent=sent, shown=frozenset({"sad"}),
                    left_at=None if sent else "sad", time_bin=1 if sent else None,
                )  # fmt: skip
                count_passage(c, passage, now=at)
        for form in (None, FORM.split("|", maxsplit=1)[0]):
            for figure in public_figures(store, form, asker(MONDAY + later * DAY)):
                for row in figure.rows:
                    counts = [int(cell) for cell in row if cell.isdigit()]
                    assert all(count % 5 == 0 for count in counts)
    finally:
        store.close()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=70), st.integers(1, 50))
def test_two_looks_at_what_is_public_differ_by_ten_sittings_or_by_nothing(
    tmp_path_factory: pytest.TempPathFactory, sent_on: list[int], later: int
) -> None:
    store = create_store(tmp_path_factory.mktemp("looks") / "store", bytes(32))
    url = FORM.partition("|")[0]
    try:
        keep_form(store)
        with store.transaction() as c:
            for day in sent_on:
                passage = Passage(FORM, begun=True, sent=True, shown=frozenset({"sad"}), time_bin=1)
                count_passage(c, passage, now=noon(MONDAY + day * DAY))
        first, again = (
            named(public_figures(store, url, asker(MONDAY + look * DAY)))
            for look in (later, later + 3)
        )
        if first["left"] != again["left"]:
            assert sum(day <= later + 3 for day in sent_on) >= 10
            known = len([day for day in sent_on if day < later - later % 7])
            now = len([day for day in sent_on if day < later + 3 - (later + 3) % 7])
            assert now - known >= 10 or known < 10
    finally:
        store.close()
