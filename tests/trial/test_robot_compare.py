"""What is compared of two responses, and what is not."""

import copy
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from kiosk.forms import extensions as ext
from kiosk.forms.response import DECLINED_EXTENSION
from kiosk.trial.compare import differences

BELOW = {"linkId": "b", "text": "Why?", "answer": [{"valueString": "so"}]}
RESPONSE: dict[str, Any] = {
    "resourceType": "QuestionnaireResponse",
    "questionnaire": "http://example.org/q|1",
    "language": "en",
    "item": [
        {"linkId": "a", "text": "Is it?", "answer": [{"valueBoolean": True, "item": [BELOW]}]},
        {"linkId": "c", "text": "How much?", "answer": [{"valueDecimal": Decimal("1.0")}]},
        {"linkId": "d", "text": "When?", "extension": [DECLINED_EXTENSION]},
        {"linkId": "g", "item": [{"linkId": "e", "answer": [{"valueInteger": 1}]}]},
        {"linkId": "g", "item": [{"linkId": "e", "answer": [{"valueInteger": 2}]}]},
    ],
}

Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> dict[str, Any]:
    other = copy.deepcopy(RESPONSE)
    change(other)
    return other


@pytest.mark.parametrize(
    "persons",
    [
        {"status": "in-progress"},
        {"id": "1", "identifier": {"value": "1"}},
        {"authored": "2026-01-01T00:00:00Z", "meta": {"source": "x"}},
        {"author": {"type": "Device"}, "source": {"type": "Patient"}, "subject": {"type": "P"}},
        {"extension": [{"url": ext.ANSWERED_BY, "valueCode": "self"}]},
    ],
)
def test_persons_moments_and_ids_are_not_compared(persons: dict[str, Any]) -> None:
    engine = RESPONSE | ({"extension": []} if "extension" in persons else {})
    assert differences(engine, RESPONSE | persons) == []


@pytest.mark.parametrize(
    ("link_id", "change"),
    [
        ("", lambda r: r.update(language="ar")),
        ("", lambda r: r.update(questionnaire="http://example.org/q|2")),
        ("a", lambda r: r["item"][0].update(text="Is it not?")),
        ("a", lambda r: r["item"][0]["answer"][0].update(valueBoolean=False)),
        ("b", lambda r: r["item"][0]["answer"][0].pop("item")),
        ("b", lambda r: r["item"][0]["answer"][0]["item"][0].update(text="Why not?")),
        ("c", lambda r: r["item"][1].update(answer=[{"valueDecimal": Decimal("1.00")}])),
        ("c", lambda r: r["item"][1].update(answer=[{"valueInteger": 1}])),
        ("c", lambda r: r["item"][1]["answer"].append({"valueDecimal": Decimal(2)})),
        ("d", lambda r: r["item"][2].pop("extension")),
        ("d", lambda r: r["item"].pop(2)),
        ("e", lambda r: r["item"][4]["item"][0].update(answer=[{"valueInteger": 3}])),
        ("g", lambda r: r["item"].pop(4)),
        ("x", lambda r: r["item"].append({"linkId": "x", "answer": [{"valueInteger": 1}]})),
    ],
)
def test_everything_else_is_compared(link_id: str, change: Change) -> None:
    assert link_id in [found[0] for found in differences(RESPONSE, changed(change))]
    assert link_id in [found[0] for found in differences(changed(change), RESPONSE)]


def test_the_order_is_compared() -> None:
    found = differences(RESPONSE, changed(lambda r: r["item"].reverse()))
    assert [name for name, _, _ in found if name in {"a", "c", "d", "g"}]
    moved = changed(lambda r: r["item"].insert(0, r["item"].pop(1)))
    assert [name for name, _, _ in differences(RESPONSE, moved)] == ["c"]


def test_what_hangs_on_another_answer_is_a_difference() -> None:
    two = changed(lambda r: r["item"][0]["answer"].append({"valueBoolean": False}))
    other = copy.deepcopy(two)
    answers = other["item"][0]["answer"]
    answers[1]["item"] = answers[0].pop("item")
    assert [name for name, _, _ in differences(two, other)] == ["b", "b"]
