import copy
from collections.abc import Iterator
from typing import Any

import pytest

from kiosk.coproduction.locks import (
    WHOLE,
    is_locked,
    item_fingerprint,
    make_lock,
    read_locks,
    verify_locks,
)
from kiosk.errors import RefusedError
from kiosk.forms.item import child_items
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.resources import resource

LOCKED = ["gad-7", "phq-9"]


def shipped(name: str) -> Questionnaire:
    return read_questionnaire(resource("forms", f"{name}.json").read_bytes())


@pytest.fixture(scope="module")
def locks() -> Any:
    return read_locks(resource("forms", "forms.lock").read_bytes())


def fingerprint(raw: dict[str, Any]) -> str:
    [item] = child_items({"item": [raw]}, parent_path="", parent_json_path="")
    return item_fingerprint(item)


def spoiled(text: str) -> Iterator[str]:
    """Every text that differs in one character: replaced, taken out, doubled, swapped in case."""
    for place, letter in enumerate(text):
        before, after = text[:place], text[place + 1 :]
        yield before + ("x" if letter != "x" else "y") + after
        yield before + after
        yield before + letter + letter + after
        if letter.swapcase() != letter:
            yield before + letter.swapcase() + after


def mutations(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every single-character, option, order and score mutation of one item."""
    for text in spoiled(item["text"]):
        yield item | {"text": text}
    yield item | {"type": "string"}
    yield item | {"_text": {"extension": [{"url": "http://example.org/translation"}]}}
    options = item.get("answerOption", [])
    for place, option in enumerate(options):
        rest = [*options[:place], *options[place + 1 :]]
        yield item | {"answerOption": rest}
        for other in mutated_options(option):
            yield item | {"answerOption": [*options[:place], other, *options[place + 1 :]]}
        if place:
            swapped = [*options[: place - 1], option, options[place - 1], *options[place + 1 :]]
            yield item | {"answerOption": swapped}
    yield item | {"answerOption": [*options, {"valueCoding": {"code": "more"}}]}


def mutated_options(option: dict[str, Any]) -> Iterator[dict[str, Any]]:
    coding = option["valueCoding"]
    for key in ("display", "code", "system"):
        for text in spoiled(coding[key]):
            yield option | {"valueCoding": coding | {key: text}}
    yield option | {"valueCoding": coding | {"_display": {"extension": []}}}
    for extension in option.get("extension", []):
        for score in (extension["valueDecimal"] + 1, extension["valueDecimal"] - 1):
            yield option | {"extension": [extension | {"valueDecimal": score}]}
        yield {key: value for key, value in option.items() if key != "extension"}


@pytest.mark.parametrize("name", LOCKED)
def test_the_shipped_instruments_are_as_they_were_locked(name: str, locks: Any) -> None:
    assert is_locked(shipped(name), locks)
    assert verify_locks(shipped(name), locks) == ()
    assert (
        make_lock(shipped(name), licence=locks[shipped(name).canonical]["licence"])
        == (locks[shipped(name).canonical])
    )


@pytest.mark.parametrize("name", LOCKED)
def test_every_single_change_of_a_locked_item_is_noticed(name: str, locks: Any) -> None:
    form = shipped(name)
    locked = locks[form.canonical]["items"]
    count = 0
    for item in form.by_path.values():
        raw = {key: value for key, value in item.raw.items() if key != "item"}
        assert fingerprint(raw) == locked[item.link_id]
        for mutation in mutations(raw):
            count += 1
            assert fingerprint(mutation) != locked[item.link_id], mutation
    print(f"G6: {count} single-character, option, order and score mutations of {name}, 0 accepted")
    assert count > 2_000


@pytest.mark.parametrize("name", LOCKED)
def test_every_changed_question_is_named(name: str, locks: Any) -> None:
    for link_id in shipped(name).by_link_id:
        raw = copy.deepcopy(dict(shipped(name).raw))
        changed = parse_questionnaire(raw)
        changed.by_link_id[link_id].raw["text"] += "."  # type: ignore[index]
        assert verify_locks(parse_questionnaire(raw), locks) == (link_id,)


@pytest.mark.parametrize("name", LOCKED)
def test_items_added_moved_or_taken_away_are_noticed(name: str, locks: Any) -> None:
    def with_questions(change: Any) -> tuple[str, ...]:
        raw = copy.deepcopy(dict(shipped(name).raw))
        change(raw["item"][0]["item"])
        return verify_locks(parse_questionnaire(raw), locks)

    prefix = name.replace("-", "")
    assert with_questions(lambda items: items.reverse()) == (WHOLE,)
    assert with_questions(lambda items: items.pop()) == (f"{prefix}-{prefix[-1]}", WHOLE)
    help_text = {"linkId": "help", "type": "display", "text": "Take your time."}
    assert with_questions(lambda items: items.append(help_text)) == ("help", WHOLE)


def test_phq_9_without_its_alert_rule_is_not_phq_9(locks: Any) -> None:
    raw = dict(shipped("phq-9").raw)
    raw["extension"] = [e for e in raw["extension"] if not e["url"].endswith("alert-rule")]
    assert verify_locks(parse_questionnaire(raw), locks) == (WHOLE,)


def test_a_changed_calculation_is_noticed(locks: Any) -> None:
    raw = copy.deepcopy(dict(shipped("gad-7").raw))
    expression = raw["item"][1]["extension"][1]["valueExpression"]
    expression["expression"] = expression["expression"].replace("= 7", "> 5")
    assert verify_locks(parse_questionnaire(raw), locks) == ("gad7-total",)


def test_two_ways_to_write_one_letter_are_the_same() -> None:
    composed = {"linkId": "a", "type": "choice", "text": "caf\u00e9"}
    decomposed = composed | {"text": "cafe\u0301"}
    assert fingerprint(composed) == fingerprint(decomposed)


def test_a_score_of_1_and_of_1_0_is_the_same() -> None:
    def scored(number: str) -> Questionnaire:
        return read_questionnaire(
            b'{"resourceType":"Questionnaire","item":[{"linkId":"a","type":"choice",'
            b'"answerOption":[{"valueCoding":{"code":"x"},"extension":[{"url":'
            b'"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":'
            + number.encode()
            + b"}]}]}]}"
        )

    one, same, two = (item_fingerprint(scored(n).items[0]) for n in ("1", "1.0", "2"))
    assert one == same != two


def test_a_form_without_lock_is_free(locks: Any) -> None:
    assert not is_locked(shipped("pain-today"), locks)
    assert verify_locks(shipped("pain-today"), locks) == ()


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"forms":[]}', b'{"forms":{"a":{}}}', b'{"forms":{"a":3}}']
)
def test_a_lock_file_that_cannot_be_read_is_refused_and_not_taken_for_empty(content: bytes) -> None:
    with pytest.raises(RefusedError):
        read_locks(content)
