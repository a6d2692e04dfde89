"""Real and made-up forms with parts taken out, doubled or replaced: nothing may raise."""

from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import FormUnreadable
from kiosk.forms import extensions as ext
from kiosk.forms import left_out_extensions as left_out
from kiosk.forms.check import CODES, check_questionnaire
from kiosk.forms.fhir_json import decode_json
from kiosk.forms.looks.option_presentation import present_option
from kiosk.forms.looks.presentation import present
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "questionnaires"
SHIPPED = Path(__file__).parents[2] / "resources" / "forms"
FILES = [*sorted(SHIPPED.glob("*.json")), *sorted(CORPUS.rglob("*.json"))]
SMALL = [file for file in FILES if file.stat().st_size < 60_000]
ODD: list[Any] = [None, True, -1, 0, 10**30, 1.5, "", " ", "\u202e", "((", [], {}, [[]], [None]]
ODD += [{"extension": "x"}, {"coding": 3}, [{"url": 5}], {"value": "x"}, "<b>", {"a": [{}]}]


def looked_at(form: Questionnaire) -> None:
    """Everything that says how a form is, and how it is to be shown."""
    for finding in check_questionnaire(form):
        assert finding.severity == CODES[finding.code][0]
        assert finding.path.startswith("Questionnaire")
    assert form.languages
    for item in form.by_path.values():
        present(item, "pt-BR", proxy=True)
        for option in item.answer_options:
            present_option(option, "zh-TW")


def places(value: Any) -> list[tuple[Any, Any]]:
    found = []
    waiting = [value]
    while waiting:
        here = waiting.pop()
        keys = list(here) if isinstance(here, dict) else range(len(here))
        for key in keys:
            found.append((here, key))
            if isinstance(here[key], dict | list):
                waiting.append(here[key])
    return found


def mutated(raw: Any, random: Random) -> Any:
    raw = deepcopy(raw)
    for _ in range(random.randint(1, 6)):
        known = places(raw)
        if not known:
            return raw
        holder, key = random.choice(known)
        _, other = random.choice(known)
        match random.randrange(4):
            case 0:
                del holder[key]
            case 1:
                holder[key] = deepcopy(random.choice(ODD))
            case 2 if isinstance(holder, dict) and isinstance(other, str):
                holder[other] = deepcopy(holder[key])
            case _:
                holder[key] = [deepcopy(holder[key])] * 2
    return raw


def survive(raw: Any) -> None:
    try:
        form = parse_questionnaire(raw)
    except FormUnreadable:
        return
    looked_at(form)


@pytest.mark.parametrize("seed", range(8))
def test_a_form_with_broken_parts_is_named_and_shown_as_far_as_it_goes(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same mutations each time
    for file in random.sample(SMALL, min(40, len(SMALL))):
        survive(mutated(decode_json(file.read_bytes()), random))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 120))
def test_many_more_forms_with_broken_parts(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same mutations each time
    for file in SMALL:
        survive(mutated(decode_json(file.read_bytes()), random))


WORDS = st.sampled_from(
    [
        *("item", "linkId", "type", "text", "_text", "extension", "url", "valueString", "initial"),
        *("answerOption", "valueCoding", "display", "enableWhen", "question", "operator"),
        *("answerString", "required", "repeats", "prefix", "code", "valueExpression", "language"),
        *("expression", "valueAttachment", "contained", "answerValueSet", "maxLength", "title"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(ODD),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)
URLS = sorted([*ext.READ, *left_out.ELSEWHERE])


@given(
    item=st.dictionaries(WORDS, JSON, max_size=6),
    urls=st.lists(st.sampled_from(URLS), max_size=3),
    value=JSON,
)
def test_any_json_at_all_can_stand_in_an_item(item: Any, urls: list[str], value: Any) -> None:
    extensions = [{"url": url, "valueX": value, "extension": [value]} for url in urls]
    whole = {"linkId": "a", "type": "choice", **item}
    whole["extension"] = extensions
    survive({"resourceType": "Questionnaire", "item": [whole], "extension": extensions})
