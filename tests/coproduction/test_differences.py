"""What a person sees as the difference of two versions."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.differences import FormDifference, differences
from kiosk.coproduction.editing import edits as e
from kiosk.coproduction.editing.applying import apply_edits
from kiosk.coproduction.editing.finishing import finish
from kiosk.coproduction.word_marks import word_marks
from tests.coproduction.clinic_form import clinic_form, raw_form


def differing(*edits: e.Edit) -> FormDifference:
    return differences(clinic_form(), apply_edits(raw_form(), edits))


def test_the_words_that_went_and_came_are_marked() -> None:
    marks = word_marks("How often did you sleep?", "How well did you sleep at night?")

    assert [(mark.kind, mark.words.strip()) for mark in marks] == [
        ("same", "How"),
        ("removed", "often"),
        ("inserted", "well"),
        ("same", "did you"),
        ("removed", "sleep?"),
        ("inserted", "sleep at night?"),
    ]


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_marks_hold_both_texts_whole(old: str, new: str) -> None:
    marks = word_marks(old, new)

    assert "".join(mark.words for mark in marks if mark.kind != "removed") == new
    removed = "".join(mark.words for mark in marks if mark.kind != "inserted")
    assert removed.split() == old.split()


def test_two_versions_alike_differ_in_nothing() -> None:
    assert differing() == FormDifference()


def test_a_question_is_told_with_its_languages_help_and_answers() -> None:
    (found,) = differing(
        e.SetText("sleep", "en", "How did you sleep?"),
        e.SetText("sleep", "pl", "Jak się spało?"),
        e.SetHelp("sleep", "en", "A usual night."),
        e.SetOptionText("sleep", 0, "en", "Very well"),
        e.AddOption("sleep", "Not at all"),
    ).questions

    assert [(one.language, one.new) for one in found.wordings] == [
        ("en", "How did you sleep?"),
        ("pl", "Jak się spało?"),
    ]
    assert [(one.old, one.new) for one in found.help] == [("", "A usual night.")]
    assert [(one.old, one.new) for one in found.options] == [
        ("Well", "Very well"),
        ("", "Not at all"),
    ]


def test_only_what_has_to_move_counts_as_moved() -> None:
    found = differing(e.MoveItem("note", -3)).questions
    assert [(one.new_link_id, one.moved) for one in found] == [("note", True)]


def test_when_a_question_is_asked_is_told_in_words() -> None:
    (found,) = differing(e.SetSkipRule("note", "sleep", 1)).questions

    assert found.asked is not None
    before, after = found.asked
    assert not before.question
    assert (after.question, after.answer) == ("Over the last 2 weeks, how did you sleep?", "Badly")


def test_what_came_and_what_went_is_told() -> None:
    found = differing(e.RemoveItem("note"), e.AddItem("why", "nap", "text", "Do you nap?"))
    told = [(one.relation, one.text.old, one.text.new) for one in found.questions]

    assert told == [("new", "", "Do you nap?"), ("removed", "Anything else?", "")]


def test_a_question_with_a_new_link_id_stands_beside_the_one_it_comes_from() -> None:
    changed = apply_edits(raw_form(), [e.SetText("sleep", "en", "Last night, did you sleep?")])
    version = finish(clinic_form(), changed, taken=(), today=date(2026, 11, 27), bindings={})
    assert version is not None
    found = differences(clinic_form(), version.form).questions

    told = [(one.link_id, one.new_link_id, one.relation) for one in found]
    assert ("sleep", "sleep-2", "semantic") in told


def test_the_name_purpose_and_budget_of_the_form_are_told() -> None:
    found = differing(e.SetTitle("en", "How you sleep"), e.SetPurpose("Care"), e.SetBudget(5, None))

    assert [one.new for one in found.title] == ["How you sleep"]
    assert [one.new for one in found.purpose] == ["Care"]
    assert (found.max_items, found.max_seconds) == ((None, 5), None)


def test_a_language_that_is_whole_now_is_told() -> None:
    every = (("sleep", "Sen?"), ("why", "Co?"), ("tired", "Czy?"), ("score", "Wynik"),
             ("note", "Coś?"))  # fmt: skip
    edits: list[e.Edit] = [e.SetText(link_id, "pl", text) for link_id, text in every]
    edits += [e.SetOptionText("sleep", place, "pl", text) for place, text in enumerate("abc")]
    edits += [e.SetOptionText("tired", place, "pl", text) for place, text in enumerate("ab")]

    assert differing(*edits, e.SetTitle("pl", "Sen")).languages == (("pl",), ())
