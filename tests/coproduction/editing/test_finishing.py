"""A changed form becomes a version."""

from datetime import date

from kiosk.coproduction.editing import edits as e
from kiosk.coproduction.editing.applying import apply_edits
from kiosk.coproduction.editing.finishing import Finished, finish, successor
from kiosk.forms.questionnaire import read_questionnaire
from tests.coproduction.clinic_form import clinic_form, raw_form

TODAY = date(2026, 11, 27)


def finished(*edits: e.Edit, taken: tuple[str, ...] = ()) -> Finished | None:
    return finish(
        clinic_form(), apply_edits(raw_form(), edits), taken=taken, today=TODAY, bindings={}
    )


def made(*edits: e.Edit) -> Finished:
    found = finished(*edits)
    assert found is not None
    return found


def test_nothing_changed_makes_no_version() -> None:
    assert finished() is None
    assert finished(e.SetText("note", "en", "Anything else?")) is None


def test_a_typo_is_a_patch_other_words_a_minor_and_another_span_of_time_a_major_version() -> None:
    assert made(e.SetText("note", "en", "Anything else")).form.version == "1.0.1"
    assert made(e.SetText("note", "en", "Is there more?")).form.version == "1.1.0"
    month = made(e.SetText("sleep", "en", "Over the last month, how did you sleep?"))
    assert (month.form.version, month.change) == ("2.0.0", "semantic")


def test_a_number_that_is_taken_is_not_given_again() -> None:
    found = finished(e.SetText("note", "en", "Is there more?"), taken=("1.1.0", "1.2.0"))
    assert found is not None
    assert found.form.version == "1.3.0"


def test_another_order_of_questions_is_more_than_cosmetic() -> None:
    assert made(e.MoveItem("note", -1)).change == "reworded"


def test_what_asks_something_else_gets_another_link_id_and_who_waits_for_it_follows() -> None:
    found = made(e.AddOption("sleep", "Not at all"))

    assert found.renamed == {"sleep": "sleep-2"}
    assert found.form.by_link_id["why"].enable_when[0].question == "sleep-2"
    assert found.form.raw["_derivedFrom"][0]["extension"][0]["valueCoding"]["code"] == "inspiredBy"
    assert found.form.raw["derivedFrom"] == [clinic_form().canonical]


def test_a_score_follows_the_question_it_counts() -> None:
    found = made(e.SetText("tired", "en", "How tired were you yesterday?"))

    assert found.renamed == {"tired": "tired-2"}
    assert "linkId = 'tired-2'" in found.form.by_link_id["score"].calculated_expression


def test_a_code_goes_where_its_words_changed_and_stays_for_a_comma() -> None:
    reworded = made(e.SetText("sleep", "en", "Over the last 2 weeks, how was your sleep?"))
    comma = made(e.SetText("sleep", "en", "Over the last 2 weeks: how did you sleep?"))

    assert [(one.link_id, one.code) for one in reworded.dropped] == [("sleep", "93159-2")]
    assert "code" not in reworded.form.by_link_id["sleep"].raw
    assert comma.dropped == ()


def test_the_bytes_of_a_version_are_its_form() -> None:
    found = made(e.SetTitle("en", "How you sleep"))
    assert read_questionnaire(found.content).content_hash == found.form.content_hash


def test_link_ids_are_counted_on() -> None:
    assert successor("sleep", {"sleep"}) == "sleep-2"
    assert successor("sleep-2", {"sleep-2"}) == "sleep-3"
    assert successor("sleep", {"sleep", "sleep-7"}) == "sleep-8"
