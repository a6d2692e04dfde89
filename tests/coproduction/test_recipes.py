from typing import Any

import pytest

from kiosk.coproduction.recipes import (
    Effect,
    adopt,
    effect,
    pooled,
    read_recipe,
    recipe,
    write_recipe,
)
from kiosk.errors import RefusedError
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from tests.coproduction.test_lineage import SLEEP

OTHER = {"linkId": "other", "type": "string", "text": "Anything else?"}
PLAINER = "Over the last 2 weeks, how well did you sleep?"


def form(*items: dict[str, Any], url: str = "http://a.example/q") -> Questionnaire:
    raw = {"resourceType": "Questionnaire", "url": url, "version": "1.0.0", "item": list(items)}
    return parse_questionnaire(raw)


def made(**more: Any) -> Any:
    what = {"why": "Plainer words.", "reasons": ["not-understood", "made up"], "effects": ()}
    return recipe(form(SLEEP, OTHER), form(SLEEP | {"text": PLAINER}, OTHER), **{**what, **more})


def test_a_recipe_holds_the_changed_question_and_the_reason_and_is_read_as_written() -> None:
    told = made(effects=[effect((9, 60), (2, 60), "looks-better")])
    assert [one.before["text"] for one in told.changes] == [SLEEP["text"]]
    assert told.reasons == ("not-understood",)
    written = write_recipe(told)
    assert read_recipe(written) == told
    assert write_recipe(read_recipe(written)) == written


def test_the_effect_is_told_in_round_numbers_and_not_of_a_few() -> None:
    assert effect((9, 60), (2, 60), "looks-better") == Effect(15, 5, 120, "looks-better")
    assert effect((3, 9), (1, 12), "too-early") == Effect(None, 10, 20, "too-early")
    assert pooled([Effect(15, 5, 120, "clear"), Effect(20, 10, 80, "clear")]) == (2, 200)


def test_another_clinic_takes_it_up_in_its_own_form_and_keeps_what_is_its_own() -> None:
    rule = [{"question": "tired", "operator": "=", "answerBoolean": True}]
    theirs = form(
        {"linkId": "tired", "type": "boolean", "text": "Are you tired?"},
        SLEEP | {"linkId": "q7", "enableWhen": rule}, url="http://b.example/their-own",
    )  # fmt: skip
    taken = adopt(made(), theirs)
    assert taken.applied == ("q7",)
    item = taken.questionnaire["item"][1]
    assert (item["text"], item["enableWhen"], item["linkId"]) == (PLAINER, rule, "q7")
    assert theirs.raw["item"][1]["text"] == SLEEP["text"]


@pytest.mark.parametrize(
    "theirs",
    [
        form(OTHER),
        form(SLEEP | {"text": "Did you sleep?"}),
        form(SLEEP, SLEEP | {"linkId": "twice"}, url="http://b.example/q"),
    ],
)
def test_a_question_that_is_not_there_as_it_was_is_not_touched(theirs: Questionnaire) -> None:
    with pytest.raises(RefusedError, match="None of the recipe"):
        adopt(made(), theirs)


def test_where_nothing_reads_otherwise_there_is_nothing_to_share() -> None:
    with pytest.raises(RefusedError, match="nothing to share"):
        recipe(form(SLEEP), form(SLEEP, OTHER), why="", reasons=(), effects=())


@pytest.mark.parametrize(
    "spoilt",
    [
        b"{", b"[]", b'{"changeRecipe": 2}', b'{"changeRecipe": 1}',
        encode_json({"changeRecipe": 1, "questionnaire": "q", "version": "1", "why": "",
                     "reasons": [], "changes": [{"before": 7, "after": {}}], "effects": []}),
    ],
)  # fmt: skip
def test_what_is_no_recipe_is_refused(spoilt: bytes) -> None:
    with pytest.raises(RefusedError, match="recipe"):
        read_recipe(spoilt)
