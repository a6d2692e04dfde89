"""A response in words: in the form's order, nothing left out silently, scores as bare numbers."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.forms.bidi import unmarked
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.summarising import WHAT_MATTERS, Telling, summarise
from kiosk.forms.summary import Summary, matters_first, plain_text
from kiosk.offered import bundled_ranges
from kiosk.ui.printing.printing import paper_words
from kiosk.ui.wording.telling import telling_in

Form = Callable[[str], Questionnaire]
PHQ = "http://clinic-kiosk.example/fhir/Questionnaire/phq-9"


@pytest.fixture(scope="module")
def telling() -> Telling:
    return telling_in(paper_words(), "en", ranges=bundled_ranges())


def response(form: Questionnaire, *items: dict[str, Any], **elements: Any) -> dict[str, Any]:
    head = {
        "resourceType": "QuestionnaireResponse",
        "id": "6f1c9f0e-6a60-4c5e-9f0a-0b6a4c1d2e3f",
        "questionnaire": form.canonical,
        "status": "completed",
        "authored": "2026-03-02T10:00:00+00:00",
        "language": "en",
    }
    return head | {"item": list(items)} | elements


def answer(link_id: str, *values: dict[str, Any]) -> dict[str, Any]:
    return {"linkId": link_id, "answer": list(values)}


def coded(form: Questionnaire, link_id: str, place: int) -> dict[str, Any]:
    return answer(link_id, form.by_link_id[link_id].answer_options[place].answer.to_fhir())


def phq(form: Questionnaire, count: int = 9, **elements: Any) -> dict[str, Any]:
    rows = [coded(form, f"phq9-{n}", n % 4) for n in range(1, count + 1)]
    total = [answer("phq9-total", {"valueInteger": 13})] if count == 9 else []
    return response(form, {"linkId": "phq9", "item": rows}, *total, **elements)


def lines(summary: Summary) -> list[tuple[str, str, str]]:
    return [tuple(line) for part in summary.parts for line in part.lines]


def test_questions_stand_below_their_heading_in_the_order_of_the_form(
    form: Form, telling: Telling
) -> None:
    summary = summarise(form("phq-9"), phq(form("phq-9")), telling)

    assert summary.title == "Mood (PHQ-9)"
    assert summary.parts[0].heading.startswith("Over the last 2 weeks")
    assert summary.parts[0].lines[0] == (
        "Little interest or pleasure in doing things", "Several days", "answered",
    )  # fmt: skip
    assert len(summary.parts[0].lines) == 9


def test_a_score_is_a_number_with_the_range_its_licence_lets_us_say(
    form: Form, telling: Telling
) -> None:
    summary = summarise(form("phq-9"), phq(form("phq-9")), telling)
    assert summary.scores == (("PHQ-9 total score", "13", "0 to 27"),)
    assert "13" not in str(lines(summary))

    unknown = telling_in(paper_words(), "en")
    assert summarise(form("phq-9"), phq(form("phq-9")), unknown).scores[0].range == ""


def test_no_word_of_severity_stands_anywhere(form: Form, telling: Telling) -> None:
    text = plain_text(summarise(form("phq-9"), phq(form("phq-9")), telling)).casefold()
    assert not any(word in text for word in ("severe", "mild", "moderate", "depression", "risk"))


def test_what_was_passed_over_or_declined_is_said(form: Form, telling: Telling) -> None:
    declined = {
        "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
        "valueCode": "asked-declined",
    }
    rows = [{"linkId": "phq9-1", "extension": [declined]}]
    summary = summarise(
        form("phq-9"), response(form("phq-9"), {"linkId": "phq9", "item": rows}), telling
    )

    states = [state for _, _, state in lines(summary)]
    assert states == ["declined", *["passed"] * 8]
    assert lines(summary)[0][1] == "Would rather not say"
    assert lines(summary)[1][1] == "Left out"
    assert summary.scores == ()


@pytest.mark.parametrize(
    ("status", "notice"),
    [
        ("completed", ()),
        ("amended", ("These answers were changed by staff after the patient sent them.",)),
        ("entered-in-error", ("Entered in error. Do not use these answers.",)),
        ("stopped", ("The patient stopped before the end and sent what was there.",)),
    ],
)
def test_what_must_be_known_first_is_a_notice(
    form: Form, telling: Telling, status: str, notice: tuple[str, ...]
) -> None:
    summary = summarise(form("phq-9"), phq(form("phq-9"), status=status), telling)

    assert summary.notices == notice
    assert plain_text(summary).splitlines()[1:2] == [*notice, ""][:1]


def test_it_says_when_who_in_which_language_and_version(form: Form, telling: Telling) -> None:
    by = {
        "url": "http://clinic-kiosk.example/fhir/StructureDefinition/answered-by",
        "valueCode": "interpreter",
    }
    told = dict(summarise(form("phq-9"), phq(form("phq-9"), extension=[by]), telling).facts)

    assert told["Answered"].startswith("2 March 2026")
    assert told["Answered by"] == "the patient, with an interpreter"
    assert told["Language"] == "English"
    assert told["Form"] == "Mood (PHQ-9), version 1.0.0"


def test_the_words_are_those_of_the_language_answered_or_of_the_one_wanted(
    form: Form, telling: Telling
) -> None:
    needs = form("what-matters")
    first = needs.asked[0].link_id
    given = response(needs, answer(first, {"valueString": "ركبتي"}), language="ar")

    assert summarise(needs, given, telling).title == "ما الذي يهمّك اليوم"
    wanted = summarise(needs, given, telling, language="en")
    assert wanted.title == "What matters to you today"
    assert unmarked(lines(wanted)[0][1]) == "ركبتي"


def test_what_matters_comes_first_of_all(form: Form, telling: Telling) -> None:
    matters = form("what-matters")
    assert matters.url == WHAT_MATTERS
    both = [summarise(form("phq-9"), phq(form("phq-9")), telling)]
    both.append(summarise(matters, response(matters), telling))

    assert [summary.matters for summary in matters_first(both)] == [True, False]


def test_nothing_of_the_response_is_lost(form: Form, telling: Telling) -> None:
    """An answer the form does not have (any more), or does not ask now, is told all the same."""
    pain = form("pain-today")
    strange = answer("of-another-version", {"valueString": "stairs"}) | {"text": "What else?"}
    hidden_by_logic = coded(pain, pain.asked[1].link_id, 0)
    summary = summarise(
        pain,
        response(
            pain, answer(pain.asked[0].link_id, {"valueInteger": 0}), hidden_by_logic, strange
        ),
        telling,
    )

    assert summary.parts[-1].heading == "Also in this response"
    assert ("What else?", "stairs", "answered") in lines(summary)
    assert any(said == "Head or face" for _, said, _ in lines(summary))


def test_without_its_form_a_response_speaks_for_itself(telling: Telling) -> None:
    said = {"linkId": "a", "text": "How are you?", "answer": [{"valueString": "well"}]}
    given = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": [said]}

    assert lines(summarise(None, given, telling)) == [("How are you?", "well", "answered")]


def test_repeats_are_numbered(make_form: Callable[..., Questionnaire], telling: Telling) -> None:
    name = {"linkId": "name", "text": "Name", "type": "string"}
    group = {"linkId": "m", "text": "Medicine", "type": "group", "repeats": True, "item": [name]}
    form = make_form(group)
    each = [{"linkId": "m", "item": [answer("name", {"valueString": one})]} for one in ("A", "B")]
    summary = summarise(form, response(form, *each), telling)

    assert [part.heading for part in summary.parts] == ["Medicine (1)", "Medicine (2)"]
    assert [line[1] for line in lines(summary)] == ["A", "B"]


def test_a_value_that_the_form_states_is_told(
    make_form: Callable[..., Questionnaire], telling: Telling
) -> None:
    ward = {"linkId": "w", "text": "Ward", "type": "string", "readOnly": True}
    form = make_form(ward, {"linkId": "q", "text": "Well?", "type": "boolean"})
    given = response(form, answer("w", {"valueString": "3"}), answer("q", {"valueBoolean": True}))

    assert lines(summarise(form, given, telling)) == [
        ("Ward", "3", "stated"), ("Well?", "Yes", "answered"),
    ]  # fmt: skip


def test_the_text_to_paste_has_a_line_a_question_and_no_marks(form: Form, telling: Telling) -> None:
    text = plain_text(summarise(form("phq-9"), phq(form("phq-9")), telling))

    assert "\nPHQ-9 total score: 13 (0 to 27)\n" in text
    assert "\nLittle interest or pleasure in doing things: Several days\n" in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\u2068" not in text
    assert "|" not in text


def test_an_answer_of_several_lines_stays_below_its_question(form: Form, telling: Telling) -> None:
    matters = form("what-matters")
    first = matters.asked[0]
    given = response(matters, answer(first.link_id, {"valueString": "my knee\nthe stairs"}))

    text = plain_text(summarise(matters, given, telling))
    assert f"{first.text('en')} my knee\n  the stairs\n" in text
