from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller

PAIN = Answer("valueInteger", 6)
BACK = Answer("valueCoding", {"code": "back", "display": "Back"})


def text(words: str) -> list[Answer]:
    return [Answer("valueString", words)]


@pytest.fixture
def matters(form: Any) -> FormFiller:
    return FormFiller(form("what-matters"))


def test_a_form_starts_with_the_questions_asked_without_any_answer(matters: FormFiller) -> None:
    assert [page.path for page in matters.pages] == ["matters-1"]
    assert (matters.index, matters.count, matters.at_review) == (0, 1, False)
    assert matters.page is not None
    assert matters.page.item.hint("en").startswith("There are no wrong answers")


def test_an_answer_tells_which_paths_it_changed(matters: FormFiller) -> None:
    assert matters.answer("matters-1", text("my knee")) == {"matters-1", "matters-2"}
    assert matters.answer("matters-1", text("my knee")) == frozenset()
    assert matters.answer("matters-1", text("my hip")) == {"matters-1"}
    assert matters.answer("matters-1", []) == {"matters-1", "matters-2"}


def test_forward_and_back_walk_the_questions_and_the_review(matters: FormFiller) -> None:
    assert matters.back() is False
    matters.answer("matters-1", text("my knee"))
    matters.forward()
    assert matters.page is not None
    assert matters.page.path == "matters-2"
    matters.forward()
    assert matters.at_review
    assert (matters.page, matters.index, matters.count) == (None, 2, 2)
    matters.forward()
    assert matters.at_review
    assert matters.back() is True
    assert matters.page is not None
    assert matters.page.path == "matters-2"


def test_one_can_go_only_to_a_question_that_is_asked(matters: FormFiller) -> None:
    with pytest.raises(KeyError):
        matters.go_to("matters-2")
    matters.answer("matters-1", text("my knee"))
    matters.go_to("matters-2")
    assert matters.index == 1


def test_answers_of_disabled_questions_leave_the_response_and_come_back(
    form: Any, respond: Any
) -> None:
    filler = FormFiller(form("pain-today"))
    filler.answer("pain", [PAIN])
    filler.answer("pain-where", [BACK])
    filler.answer("pain", [Answer("valueInteger", 0)])
    assert [item["linkId"] for item in respond(filler)["item"]] == ["pain"]
    assert filler.problems("pain-where") == ()
    filler.answer("pain", [PAIN])
    assert [item["linkId"] for item in respond(filler)["item"]] == ["pain", "pain-where"]
    assert filler.answers("pain-where") == (BACK,)


def test_a_page_that_is_not_asked_any_more_gives_way_to_the_next(matters: FormFiller) -> None:
    matters.answer("matters-1", text("a"))
    matters.answer("matters-2", text("b"))
    matters.go_to("matters-2")
    matters.answer("matters-1", [])
    assert matters.at_review
    assert matters.back() is True
    assert matters.page is not None
    assert matters.page.path == "matters-1"


def test_declining_clears_the_answer_and_answering_takes_the_decline_back(
    matters: FormFiller,
) -> None:
    matters.answer("matters-1", text("a"))
    assert matters.decline("matters-1") == {"matters-1", "matters-2"}
    assert matters.is_declined("matters-1")
    assert matters.answers("matters-1") == ()
    assert matters.decline("matters-1") == frozenset()
    matters.answer("matters-1", text("a"))
    assert not matters.is_declined("matters-1")


def test_skipped_and_declined_can_be_told_apart_in_the_response(
    matters: FormFiller, respond: Any
) -> None:
    assert "item" not in respond(matters)
    matters.decline("matters-1")
    [declined] = respond(matters)["item"]
    assert "answer" not in declined
    assert declined["extension"] == [
        {
            "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
            "valueCode": "asked-declined",
        }
    ]


def test_nobody_is_held_back_by_a_required_question_they_decline(make_form: Any) -> None:
    filler = FormFiller(make_form({"linkId": "a", "type": "string", "required": True}))
    assert [problem.rule for problem in filler.problems("a")] == ["required"]
    filler.decline("a")
    assert filler.problems("a") == ()
    assert filler.all_problems() == ()


def test_answering_something_that_is_no_question_is_an_error(form: Any) -> None:
    filler = FormFiller(form("gad-7"))
    for path in ("nowhere", "gad7"):
        with pytest.raises(KeyError):
            filler.answer(path, text("a"))


def test_hidden_read_only_and_calculated_items_get_no_page(make_form: Any) -> None:
    hidden = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden"} | {
        "valueBoolean": True
    }
    filler = FormFiller(
        make_form(
            {"linkId": "hidden", "type": "string", "extension": [hidden]},
            {"linkId": "fixed", "type": "string", "readOnly": True},
            {"linkId": "words", "type": "display", "text": "Hello"},
            {
                "linkId": "g",
                "type": "group",
                "extension": [hidden],
                "item": [{"linkId": "inside", "type": "string"}],
            },
            {"linkId": "seen", "type": "string"},
        )
    )
    assert [page.path for page in filler.pages] == ["seen"]


def test_a_form_without_questions_is_at_review_at_once(make_form: Any) -> None:
    filler = FormFiller(make_form({"linkId": "words", "type": "display", "text": "Hello"}))
    assert filler.at_review
    assert filler.back() is False


def test_the_section_is_the_text_of_the_groups_around(form: Any) -> None:
    page = FormFiller(form("gad-7")).page
    assert page is not None
    assert page.path == "gad7/gad7-1"
    assert page.section.startswith("Over the last 2 weeks")


def test_initial_values_are_given_before_anybody_answers(make_form: Any, respond: Any) -> None:
    options = [{"valueCoding": {"code": "a"}}, {"valueCoding": {"code": "b"}}]
    options[1]["initialSelected"] = True  # type: ignore[assignment]
    filler = FormFiller(
        make_form(
            {"linkId": "n", "type": "integer", "initial": [{"valueInteger": 3}]},
            {"linkId": "c", "type": "choice", "answerOption": options},
        )
    )
    assert filler.answers("n") == (Answer("valueInteger", 3),)
    assert respond(filler)["item"][1]["answer"] == [{"valueCoding": {"code": "b"}}]


def test_a_draft_goes_on_where_it_was_left(form: Any, respond: Any) -> None:
    before = FormFiller(form("what-matters"))
    before.answer("matters-1", text("my knee 🦵 'quoted' \u202eאב"))
    before.answer("matters-2", text("b"))
    before.decline("matters-3")
    before.go_to("matters-3")
    rows = {path: before.saved_row(path) for path in ("matters-1", "matters-2", "matters-3")}
    after = FormFiller(form("what-matters"))
    after.restore(rows, place="matters-3")
    assert after.index == before.index == 2
    assert respond(after) == respond(before)
    assert {path: after.saved_row(path) for path in rows} == rows


def test_a_draft_left_on_the_review_page_comes_back_there(matters: FormFiller) -> None:
    matters.restore({"matters-1": '{"answer":[{"valueString":"a"}],"declined":false}'}, place=None)
    assert matters.at_review


def test_a_draft_whose_place_is_gone_starts_at_the_first_page(matters: FormFiller) -> None:
    matters.restore({}, place="gone")
    assert matters.index == 0
    assert matters.page is not None


def test_a_cleared_initial_value_stays_cleared_in_a_draft(make_form: Any) -> None:
    form = make_form({"linkId": "n", "type": "integer", "initial": [{"valueInteger": 3}]})
    before, after = FormFiller(form), FormFiller(form)
    before.answer("n", [])
    after.restore({"n": before.saved_row("n")}, place="n")
    assert after.answers("n") == ()


@pytest.mark.parametrize("row", ["", "null", "[]", "{}", '{"answer":[{}]}', '{"answer":3}'])
def test_a_damaged_row_is_refused_and_changes_nothing(matters: FormFiller, row: str) -> None:
    matters.answer("matters-1", text("kept"))
    with pytest.raises(ValueError, match=r"."):
        matters.restore({"matters-1": row}, place=None)
    assert matters.answers("matters-1") == tuple(text("kept"))
    assert not matters.at_review


def test_decimals_keep_their_digits_through_draft_and_response(
    make_form: Any, respond: Any
) -> None:
    from_row = '{"answer":[{"valueDecimal":7.10}],"declined":false}'
    filler = FormFiller(make_form({"linkId": "d", "type": "decimal"}))
    filler.restore({"d": from_row}, place=None)
    assert filler.saved_row("d") == from_row
    assert str(respond(filler)["item"][0]["answer"][0]["valueDecimal"]) == "7.10"


def test_the_language_can_change_at_any_time_and_keeps_the_answers(form: Any, respond: Any) -> None:
    filler = FormFiller(form("pain-today"))
    filler.answer("pain", [PAIN])
    filler.language = "ar"
    response = respond(filler)
    assert response["language"] == "ar"
    assert response["item"][0]["text"] == "ما شدّة الألم لديك الآن؟"
    assert response["item"][0]["answer"] == [{"valueInteger": 6}]


def test_a_form_shown_in_its_own_language_says_so_whatever_was_asked_for(
    form: Any, respond: Any
) -> None:
    filler = FormFiller(form("gad-7"), language="ar")
    assert respond(filler)["language"] == "en"


def test_who_answers_for_somebody_reads_the_words_meant_for_that(
    make_form: Any, respond: Any
) -> None:
    own = "http://clinic-kiosk.example/fhir/StructureDefinition/"
    beside = {"extension": [{"url": own + "proxy-text", "valueString": "Is she in pain?"}]}
    form = make_form(
        {"linkId": "a", "type": "boolean", "text": "Are you in pain?", "_text": beside}
    )
    filler = FormFiller(form, proxy=True)
    assert filler.pages[0].text == "Is she in pain?"
    filler.answer("a", [Answer("valueBoolean", value=True)])
    assert respond(filler)["item"][0]["text"] == "Is she in pain?"


def test_candidates_are_suggested_and_bind_nobody(make_form: Any) -> None:
    url = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-candidateExpression"
    value = {"language": "text/fhirpath", "expression": "'tea' | 'coffee'"}
    extension = [{"url": url, "valueExpression": value}]
    filler = FormFiller(make_form({"linkId": "a", "type": "string", "extension": extension}))
    assert [option.answer.value for option in filler.pages[0].candidates] == ["tea", "coffee"]
    filler.answer("a", [Answer("valueString", "water")])
    assert filler.problems("a") == ()


def test_the_language_of_a_region_is_written_as_the_language_shown(
    make_form: Any, respond: Any
) -> None:
    translation = {
        "url": "http://hl7.org/fhir/StructureDefinition/translation",
        "extension": [
            {"url": "lang", "valueCode": "pt"},
            {"url": "content", "valueString": "Dor?"},
        ],
    }
    item = {
        "linkId": "a",
        "type": "boolean",
        "text": "Pain?",
        "_text": {"extension": [translation]},
    }
    form = make_form(item, title="")
    filler = FormFiller(form, language="pt-BR")
    filler.answer("a", [Answer("valueBoolean", value=True)])
    assert respond(filler)["language"] == "pt"
    assert respond(filler)["item"][0]["text"] == "Dor?"
