"""What stands around a question: marks, help on request, stated values, the end of the form."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.forms import extensions as ext
from kiosk.forms.filler import FormFiller
from kiosk.forms.looks.markdown import from_markdown
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.patient.marks import blocks_of
from kiosk.ui.patient.question_texts import MOST_LETTERS, closing_lines, texts_around
from kiosk.ui.wording.words import Words

LONG = "It helps us to see how you have been since the last time that we saw you. " * 3
PANELS = [((1280, 800), 5.9), ((1920, 1080), 3.6), ((1080, 1920), 3.6)]


def form(*items: Any) -> Questionnaire:
    raw = {"resourceType": "Questionnaire", "url": "http://example.org/q", "title": "Odd"}
    return parse_questionnaire(raw | {"item": list(items)})


def question(**more: Any) -> dict[str, Any]:
    return {"linkId": "a", "type": "string", "text": "How are you?"} | more


def text(link_id: str, words: str, control: str = "") -> dict[str, Any]:
    coding = {"coding": [{"code": control}]}
    marked = [{"url": ext.ITEM_CONTROL, "valueCodeableConcept": coding}] if control else []
    return {"linkId": link_id, "type": "display", "text": words, "extension": marked}


def markdown(words: str) -> dict[str, Any]:
    return {"_text": {"extension": [{"url": ext.RENDERING_MARKDOWN, "valueMarkdown": words}]}}


def calculated(expression: str) -> dict[str, Any]:
    value = {"language": "text/fhirpath", "expression": expression}
    return {"extension": [{"url": ext.CALCULATED_EXPRESSION, "valueExpression": value}]}


@pytest.fixture
def around(words: Words) -> Around:
    """The screen in English."""
    return Around(lambda key, **values: words.say("en", key, **values), "en")


def shown(around: Around, *items: Any) -> dict[str, Any]:
    page = FormFiller(form(*items)).page
    assert page is not None
    return texts_around(page, around, "Touch the box")


def test_a_question_without_words_has_those_of_its_code_or_says_what_is_wanted(
    around: Around,
) -> None:
    named = question(text="", code=[{"code": "x"}, {"code": "y", "display": "Weight"}])
    assert shown(around, named)["text"] == "Weight"
    assert shown(around, question(text="", prefix="2."))["text"] == "2. Your answer"


def test_a_text_without_marks_needs_no_blocks(around: Around) -> None:
    view = shown(around, question(text="5 < 6 & <b>so</b>"))
    assert view["text"] == "5 < 6 & <b>so</b>"
    assert view["textBlocks"] == view["hintBlocks"] == view["sectionBlocks"] == []


def test_marks_are_drawn_as_pieces_and_spoken_as_one_plain_text(around: Around) -> None:
    view = shown(around, question(**markdown("How are **you**, *really*?")))
    assert view["text"] == "How are you, really?"
    [line] = view["textBlocks"]
    bold = [p["text"] for word in line["words"] for p in word if p["marks"]["bold"]]
    assert bold == ["you"]
    assert [piece["text"] for piece in line["words"][2]] == ["you", ","]


def test_a_list_and_a_heading_keep_their_kind_and_marker() -> None:
    lines = blocks_of(from_markdown("# Before\n\n- drink\n- eat"))
    assert [(line["kind"], line["marker"]) for line in lines] == [
        ("heading", ""),
        ("item", "•"),
        ("item", "•"),
    ]


def test_a_line_in_both_directions_leaves_its_order_to_the_text_engine() -> None:
    [line] = blocks_of(from_markdown("خذ **Aspirin** اليوم"))
    assert line["words"] == []
    assert line["text"] == "خذ Aspirin اليوم"


def test_a_line_with_a_word_too_long_to_stand_alone_loses_its_marks() -> None:
    [line] = blocks_of(from_markdown("**" + "x" * 2_000 + "** y"))
    assert line["words"] == []


def test_a_text_longer_than_any_page_is_cut_so_that_the_screen_stays_quick(
    around: Around,
) -> None:
    view = shown(around, question(text="word " * 20_000, prefix="1"))
    assert len(view["text"]) == MOST_LETTERS + 1


def test_the_number_of_a_question_stands_before_it(around: Around) -> None:
    assert shown(around, question(prefix="1a)"))["text"] == "1a) How are you?"
    marked = shown(around, question(prefix="1a)", **markdown("How are **you**?")))
    assert marked["text"] == "1a) How are you?"


@pytest.mark.parametrize("control", ["prompt", "inline", "unit", "lower", "upper", "flyover"])
def test_no_words_inside_a_question_are_lost_where_its_control_does_not_show_them(
    around: Around, control: str
) -> None:
    view = shown(around, question(item=[text("h", "In your own words", control)]))
    assert view["hint"] == "In your own words"


def test_words_that_a_control_shows_itself_are_not_said_twice(around: Around) -> None:
    unit = question(type="decimal", item=[text("u", "kg", "unit"), text("p", "About", "prompt")])
    assert shown(around, unit)["hint"] == "About"


def test_short_help_is_read_at_once_and_long_help_on_request(around: Around) -> None:
    short = shown(around, question(item=[text("h", "Think of today.", "help")]))
    assert (short["hint"], short["about"]) == ("Think of today.", {})
    long = shown(around, question(item=[text("h", LONG, "help")]))
    assert long["hint"] == "Touch the box"
    assert long["about"]["word"] == "Help with this question"
    assert long["about"]["text"] == LONG


def test_a_legal_text_is_opened_however_short(around: Around) -> None:
    view = shown(around, text("l", "We keep it.", "legal"), question())
    assert view["about"]["word"] == "Read the legal text"
    assert "We keep it." not in view["section"]


def test_addresses_are_text_to_read(around: Around) -> None:
    link = {"url": ext.SUPPORT_LINK, "valueUri": "http://example.org/more"}
    about = shown(around, question(extension=[link]))["about"]
    assert about["word"] == "More about this question"
    assert about["text"].endswith("\nhttp://example.org/more")


def test_the_way_to_write_is_the_hint_where_the_form_has_none(around: Around) -> None:
    entry = {"url": ext.ENTRY_FORMAT, "valueString": "A1 2BC"}
    view = shown(around, question(extension=[entry]))
    assert view["hint"] == "Touch the box\nWrite it like this: A1 2BC"


def test_a_read_only_value_is_said_before_the_question(around: Around) -> None:
    born = {"linkId": "b", "type": "date", "text": "Your date of birth:", "readOnly": True}
    born["initial"] = [{"valueDate": "1950-03-03"}]
    assert shown(around, born, question())["section"] == "Your date of birth: 3 March 1950"


def test_a_total_is_shown_only_where_patients_may_see_results(around: Around) -> None:
    total = {"linkId": "t", "type": "integer", "text": "Total"} | calculated("2 + 3")
    filler = FormFiller(form(question(), total))
    assert closing_lines(filler, around) == []
    open_ = Around(around.say, "en", results=True)
    assert closing_lines(filler, open_) == ["Total: 5"]


def test_help_is_a_page_of_its_own_and_one_is_back_at_the_question(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk(forms=(form(question(item=[text("h", LONG, "help")])),))
    kiosk.begin("Odd")
    kiosk.finger.touch("Help with this question")
    kiosk.finger.wait_for(LONG)
    assert kiosk.finger.heading() == "Help with this question"
    kiosk.finger.touch("Go back to the question")
    kiosk.finger.wait_for_stillness()
    assert kiosk.finger.heading() == "How are you?"


@pytest.mark.parametrize("panel", PANELS)
def test_a_marked_question_is_heard_as_one_heading_and_seen_in_pieces(
    open_kiosk: Callable[..., Any], panel: Any
) -> None:
    marked = question(**markdown("How are **you**?\n\n- today\n- this week"))
    kiosk = open_kiosk(panel=panel, forms=(form(text("n", "Read **this**"), marked),))
    kiosk.begin("Odd")
    headings = [node for node in kiosk.finger.nodes() if node.role == "Heading"]
    assert [node.name for node in headings] == ["How are you?\n• today\n• this week"]
    assert headings[0].focused
    assert not kiosk.finger.sees("this week")


def test_with_the_heading_all_that_belongs_to_it_is_heard(open_kiosk: Callable[..., Any]) -> None:
    kiosk = open_kiosk(forms=(form(text("n", "Over the last week"), question()),))
    kiosk.begin("Odd")
    (heading,) = [node for node in kiosk.finger.nodes() if node.role == "Heading"]
    around = [node.name for node in kiosk.finger.nodes() if node.name in heading.description]
    assert heading.description.splitlines()[0] == "Over the last week"
    assert around == heading.description.splitlines()


def test_the_end_of_the_form_is_said_on_the_check_page(open_kiosk: Callable[..., Any]) -> None:
    kiosk = open_kiosk(forms=(form(question(), text("e", "Bring your glasses.")),))
    kiosk.begin("Odd")
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for("Bring your glasses.")
