"""Changes to a form, one small step after another."""

from contextlib import suppress
from copy import deepcopy
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.editing import edits as e
from kiosk.coproduction.editing.applying import apply_edits
from kiosk.coproduction.editing.errors import EditRefused
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire
from tests.coproduction.clinic_form import clinic_form, raw_form

LINK_IDS = ("sleep", "why", "tired", "score", "note", "new", "gone")


def after(*edits: e.Edit) -> Questionnaire:
    return apply_edits(raw_form(), edits)


def refusal(*edits: e.Edit) -> str:
    with pytest.raises(EditRefused) as refused:
        after(*edits)
    return refused.value.code


def item(form: Questionnaire, link_id: str) -> Any:
    return form.by_link_id[link_id]


def labels(form: Questionnaire, link_id: str) -> list[str]:
    return [option.label("en") for option in item(form, link_id).answer_options]


def test_a_wording_changes_in_one_language_and_all_else_stays() -> None:
    form = after(e.SetText("sleep", "en", " How did you sleep? "), e.SetText("note", "pl", "Coś?"))

    assert item(form, "sleep").text("en") == "How did you sleep?"
    assert item(form, "sleep").text("pl") == "Jak Pan/Pani spał(a)?"
    assert item(form, "note").text("pl") == "Coś?"
    assert form.raw["x-unknown"] == {"kept": [1, "two"]}
    assert item(form, "sleep").raw["required"] is True


def test_a_translation_that_is_emptied_is_gone() -> None:
    assert "_text" not in item(after(e.SetText("sleep", "pl", "")), "sleep").raw


def test_help_comes_changes_and_goes() -> None:
    helped = [e.SetHelp("sleep", "en", "Think of a usual night.")]
    translated = [*helped, e.SetHelp("sleep", "pl", "Zwykła noc.")]

    assert item(after(*helped), "sleep").hint("en") == "Think of a usual night."
    assert item(after(*translated), "sleep").hint("pl") == "Zwykła noc."
    assert encode_json(after(*translated, e.SetHelp("sleep", "en", "")).raw) == encode_json(
        raw_form()
    )
    assert refusal(e.SetHelp("note", "pl", "Zwykła noc.")) == "own-first"


def test_answers_are_added_reworded_moved_and_taken_away() -> None:
    form = after(
        e.AddOption("sleep", "Not at all"),
        e.SetOptionText("sleep", 0, "en", "Very well"),
        e.MoveOption("sleep", 3, 0),
        e.RemoveOption("sleep", 3),
    )

    assert labels(form, "sleep") == ["Not at all", "Very well", "Badly"]
    codes = [one.answer.value["code"] for one in item(form, "sleep").answer_options]
    assert codes == ["not-at-all", "well", "badly"]


def test_an_answer_stays_that_another_question_waits_for_or_that_has_a_score() -> None:
    assert refusal(e.RemoveOption("sleep", 1)) == "waited-for"
    assert refusal(e.AddOption("tired", "Not at all")) == "scored"
    assert refusal(e.RemoveOption("sleep", 2), e.RemoveOption("sleep", 0)) == "few"


def test_a_question_is_asked_only_after_an_answer_or_always() -> None:
    waits = after(e.SetSkipRule("note", "sleep", 0))
    (condition,) = item(waits, "note").enable_when

    assert (condition.question, condition.answer.value["code"]) == ("sleep", "well")
    assert not item(after(e.SetSkipRule("why")), "why").enable_when
    assert refusal(e.SetSkipRule("sleep", "tired", 0)) == "too-early"
    assert refusal(e.SetSkipRule("sleep", "sleep", 0)) == "itself"


def test_questions_move_but_never_before_the_one_they_wait_for() -> None:
    order = [one.link_id for one in after(e.MoveItem("note", -1)).items]

    assert order == ["sleep", "why", "tired", "note", "score"]
    assert refusal(e.MoveItem("why", -1)) == "too-early"
    assert refusal(e.MoveItem("sleep", -1)) == "end"


def test_a_question_goes_unless_another_waits_for_it_or_a_score_counts_it() -> None:
    assert "note" not in after(e.RemoveItem("note")).by_link_id
    assert refusal(e.RemoveItem("sleep")) == "waited-for"
    assert refusal(e.RemoveItem("tired")) == "counted"
    assert "sleep" not in after(e.RemoveItem("why"), e.RemoveItem("sleep")).by_link_id


def test_a_new_question_stands_after_the_one_it_is_added_to() -> None:
    form = after(e.AddItem("sleep", "nap", "choice", "Do you nap?"))

    assert [one.link_id for one in form.items][:2] == ["sleep", "nap"]
    assert labels(form, "nap") == ["Yes", "No"]
    assert refusal(e.AddItem("sleep", "why", "text", "Why?")) == "taken"
    assert refusal(e.AddItem("sleep", "nap", "reference", "Who?")) == "type"


def test_purposes_and_the_budget_are_written_as_the_form_says_them() -> None:
    form = after(
        e.SetPurpose("Whom to send to the sleep clinic"),
        e.SetBudget(6, 90),
        e.SetItemPurpose("sleep", "Referral"),
    )

    assert form.raw["purpose"] == "Whom to send to the sleep clinic"
    assert [one["valueInteger"] for one in form.raw["extension"]] == [6, 90]
    assert item(form, "sleep").raw["extension"][0]["valueString"] == "Referral"
    assert refusal(e.SetBudget(0)) == "budget"


def test_a_text_that_would_be_empty_or_endless_is_refused() -> None:
    assert refusal(e.SetText("sleep", "en", "  ")) == "empty"
    assert refusal(e.SetText("sleep", "en", "a" * 3000)) == "long"
    assert refusal(e.SetText("nowhere", "en", "Why?")) == "gone"


def test_saying_the_same_thing_anew_takes_the_place_of_the_edit_before() -> None:
    first, second = e.SetText("sleep", "en", "How"), e.SetText("sleep", "en", "How did")

    assert e.follows(first, second)
    assert not e.follows(first, e.SetText("sleep", "pl", "Jak"))
    assert not e.follows(e.MoveItem("sleep", 1), e.MoveItem("sleep", 1))


texts = st.text(max_size=30)
places = st.integers(-1, 4)
any_link_id = st.sampled_from(LINK_IDS)
language = st.sampled_from(("en", "pl", "ar"))
any_edit = st.one_of(
    st.builds(e.SetText, any_link_id, language, texts),
    st.builds(e.SetHelp, any_link_id, language, texts),
    st.builds(e.SetOptionText, any_link_id, places, language, texts),
    st.builds(e.AddOption, any_link_id, texts),
    st.builds(e.RemoveOption, any_link_id, places),
    st.builds(e.MoveOption, any_link_id, places, places),
    st.builds(e.SetRequired, any_link_id, st.booleans()),
    st.builds(e.SetSkipRule, any_link_id, st.sampled_from(("", *LINK_IDS)), places),
    st.builds(e.SetItemPurpose, any_link_id, texts),
    st.builds(e.MoveItem, any_link_id, places),
    st.builds(e.AddItem, any_link_id, st.just("new"), st.sampled_from(e.TYPES), texts),
    st.builds(e.RemoveItem, any_link_id),
    st.builds(e.SetTitle, language, texts),
    st.builds(e.SetDescription, language, texts),
    st.builds(e.SetPurpose, texts),
    st.builds(e.SetBudget, places, st.none() | st.integers(-1, 900)),
)


@given(st.lists(any_edit, max_size=8))
def test_whatever_is_done_the_form_stays_readable_and_taking_it_back_gives_the_same_bytes(
    wanted: list[e.Edit],
) -> None:
    start = raw_form()
    bytes_at_start = encode_json(start)
    done: list[e.Edit] = []
    steps = [bytes_at_start]
    for edit in wanted:
        with suppress(EditRefused):
            form = apply_edits(start, (*done, edit))
            done.append(edit)
        if len(done) < len(steps):
            continue
        steps.append(encode_json(form.raw))
        assert form.raw["x-unknown"] == {"kept": [1, "two"]}
    while done:
        assert encode_json(apply_edits(start, done).raw) == steps.pop()
        done.pop()
    assert encode_json(apply_edits(start, done).raw) == bytes_at_start
    assert encode_json(start) == bytes_at_start


@given(st.lists(any_edit, max_size=6))
def test_edits_come_back_from_where_they_are_kept_as_they_were(wanted: list[e.Edit]) -> None:
    kept = msgspec.json.encode(tuple(wanted))
    assert msgspec.json.decode(kept, type=tuple[e.Edit, ...]) == tuple(wanted)


def test_the_form_that_is_changed_is_never_touched() -> None:
    raw = raw_form()
    before = deepcopy(raw)
    apply_edits(raw, [e.SetText("sleep", "en", "Otherwise?"), e.RemoveItem("note")])

    assert raw == before
    assert clinic_form().raw == before
