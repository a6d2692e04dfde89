"""The text of a form: it reads like a form, and comes back without losing anything."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.authoring.plain_text import form_text, is_plain_text, read_plain_text
from kiosk.errors import ImportRefused
from kiosk.forms.fhir_json import decode_json, format_json
from kiosk.resources import resource
from tests.authoring.dictionaries import items

SMALL = """\
# Pain today
    [cy] Poen heddiw

Address: http://example.org/pain
Language: en
Purpose: So that the nurse knows.

## Your pain  {part}

  - Are you in pain?  {any}
      [cy] Oes gennych chi boen?
    Yes or no.

  - How bad is it?  {bad}
    Help: Think of today.
    Choose one:
      ( ) A little  {1}
          [cy] Ychydig
      ( ) A lot  {2}
    Must be answered.
    Only if {any} is yes

  - Where?  {where}
    A few words.
    Only if {any} is yes
    and if {bad} is “A lot”

> Thank you.  {thanks}
"""


def shipped() -> list[Path]:
    return sorted(resource("forms").glob("*.json"))


def raw_of(file: Path) -> dict[str, Any]:
    raw: dict[str, Any] = decode_json(file.read_bytes())
    return raw


def comes_back(raw: dict[str, Any]) -> None:
    text = form_text(raw)
    assert form_text(read_plain_text(text.encode()).questionnaire) == text
    onto = read_plain_text(text.encode(), onto=raw).questionnaire
    assert onto == {**raw, "status": "draft"}
    if "status" in raw:
        assert format_json(onto) == format_json({**raw, "status": "draft"})


@pytest.mark.parametrize("file", shipped(), ids=lambda file: file.stem)
def test_every_shipped_form_comes_back_from_its_text_as_it_was(file: Path) -> None:
    comes_back(raw_of(file))


def test_every_form_of_others_comes_back_from_its_text_as_it_was(corpus: Path) -> None:
    for file in sorted((corpus / "questionnaires").rglob("*.json")):
        comes_back(raw_of(file))


def test_a_form_can_be_written_as_text_alone(sound: Callable[..., Any]) -> None:
    found = read_plain_text(SMALL.encode())
    form = sound(found.questionnaire)
    assert form_text(found.questionnaire) == SMALL
    assert found.not_understood == ()
    assert [item.link_id for item in form.asked] == ["any", "bad", "where"]
    assert form.by_link_id["bad"].hint("en") == "Think of today."
    assert form.by_link_id["any"].text("cy") == "Oes gennych chi boen?"
    assert form.by_link_id["where"].enable_behavior == "all"


def test_a_new_form_needs_no_names_in_braces_and_no_indentation(sound: Callable[..., Any]) -> None:
    text = (
        "# New\n- How are you?\n( ) Well\n( ) Not so well\nMust be answered\n"
        '- Why?\nA few words\nOnly if {how-are-you} is "Not so well"\n'
    )
    found = read_plain_text(text.encode())
    form = sound(found.questionnaire)
    assert [item.link_id for item in form.asked] == ["how-are-you", "why"]
    assert [note.construct for note in found.not_understood] == ["Address:"]


def test_a_changed_word_changes_that_word_and_nothing_else() -> None:
    raw = raw_of(resource("forms", "phq-9.json"))
    text = form_text(raw).replace("Poor appetite or overeating", "Eating too little or too much")
    changed = read_plain_text(text.encode(), onto=raw).questionnaire
    after = format_json(changed).replace(
        "Eating too little or too much", "Poor appetite or overeating"
    )
    assert after == format_json({**raw, "status": "draft"})


def test_an_option_keeps_its_score_and_system_when_its_words_change_or_it_moves() -> None:
    raw = raw_of(resource("forms", "phq-9.json"))
    lines = form_text(raw).split("\n")
    at = next(n for n, line in enumerate(lines) if "Not at all" in line)
    lines[at], lines[at + 1] = lines[at + 1], lines[at].replace("Not at all", "Never")
    lines.insert(at + 2, "      ( ) Hard to say")
    changed = items(read_plain_text("\n".join(lines).encode(), onto=raw))["phq9-1"]
    codes = [one["valueCoding"]["code"] for one in changed["answerOption"]]
    assert codes == ["LA6569-3", "LA6568-5", "hard-to-say", "LA6570-1", "LA6571-9"]
    moved = changed["answerOption"][1]
    assert (moved["valueCoding"]["display"], moved["extension"][0]["valueDecimal"]) == ("Never", 0)
    assert {one["valueCoding"]["system"] for one in changed["answerOption"]} == {"http://loinc.org"}


def test_questions_can_be_moved_added_and_taken_away() -> None:
    raw = read_plain_text(SMALL.encode()).questionnaire
    raw["item"][0]["item"][0]["extension"] = [{"url": "http://x.org/own", "valueString": "mine"}]
    text = SMALL.replace(
        "  - Where?  {where}\n", "  - Since when?\n    A date.\n\n  - Where?  {where}\n"
    )
    text = text.replace("> Thank you.  {thanks}\n", "")
    start, _, rest = text.partition("  - Are you")
    block, _, rest = rest.partition("  - How bad")
    moved = f"{start}  - How bad{rest}\n  - Are you{block}"
    changed = read_plain_text(moved.encode(), onto=raw).questionnaire
    inside = changed["item"][0]["item"]
    assert [one["linkId"] for one in inside] == ["bad", "since-when", "where", "any"]
    assert inside[-1]["extension"][0]["valueString"] == "mine"
    assert len(changed["item"]) == 1


def test_texts_with_everything_that_means_something_come_back() -> None:
    for words in (
        "- {x} \\",
        "a\nb\n\n c ",
        "  two",
        "(x) [cy] y",
        "#",
        "\u2028\x85\t",
        "Help: {",
        "",
    ):
        option = {"valueCoding": {"code": words.strip() or "c", "display": words or "d"}}
        item = {"linkId": words or "l", "type": "choice", "text": words, "answerOption": [option]}
        comes_back({"resourceType": "Questionnaire", "title": words, "item": [item]})


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("# Pain today", "Pain today", 1, "# Title"),
        ("Yes or no.", "Yes or perhaps.", 12, "Yes or no"),
        ("Only if {any} is yes\n    and", "Only if {any} is maybe\n    and", 25, "yes, no"),
        ("“A lot”", "“Lots”", 26, "“A little”, “A lot”"),
        ("and if {bad}", "and if {worse}", 26, "behind the question"),
        ("and if {bad} is", "and if {bad} equals", 26, "is at least"),
        ("    and if", "    Only if", 26, "and if"),
        ("    A few words.\n", "", 23, "A whole number"),
        ("Address:", "Adress:", 4, "Address:"),
        ("      ( ) A lot", "      [ ] A lot", 14, "only ( )"),
        ("> Thank you.", "Thank you.", 28, "right below"),
        ("Purpose: So", "[xx] Tot\n[xx] So", 7, "right below"),
    ],
)
def test_a_mistake_names_its_line_and_what_was_expected(
    old: str, new: str, line: int, expected: str
) -> None:
    assert old in SMALL
    with pytest.raises(ImportRefused, match=rf"^Line {line}: ") as refused:
        read_plain_text(SMALL.replace(old, new).encode())
    assert expected in refused.value.advice


def test_text_is_known_by_its_first_line() -> None:
    assert is_plain_text(b"\xef\xbb\xbf\n# Title\n")
    assert not is_plain_text(b"field_name,field_type\n")


def test_text_that_is_not_utf_8_or_empty_is_refused() -> None:
    for content in (b"# \xff", b"", b"# a\\"):
        with pytest.raises(ImportRefused) as refused:
            read_plain_text(content)
        assert refused.value.advice
