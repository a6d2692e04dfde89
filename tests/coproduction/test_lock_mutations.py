"""G6: whatever of a locked instrument is changed, the lock notices.

Every value in its JSON is spoiled, taken away or doubled, one at a time; whatever may be added to a
question is added; and no other version of it passes for it. (`test_locks` spoils every character of
each question, answer and code.)
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from itertools import islice
from typing import Any

import pytest

from kiosk.coproduction.locks import is_locked, verify_locks
from kiosk.errors import FormUnreadable
from kiosk.forms import extensions as ext
from kiosk.forms.questionnaire import parse_questionnaire
from kiosk.offered import bundled_locks
from kiosk.resources import resource
from tests.coproduction.test_locks import LOCKED, spoiled

KEEPERS = {"id", "status", "date", "publisher"}
"""What tells of who keeps the form, and not of what it asks."""

FHIRPATH = {"language": "text/fhirpath", "expression": "false"}
ADDED: list[dict[str, Any]] = [
    {"repeats": True},
    {"readOnly": True},
    {"required": True},
    {"maxLength": 3},
    {"prefix": "1."},
    {"initial": [{"valueCoding": {"system": "http://loinc.org", "code": "LA6568-5"}}]},
    {"enableWhen": [{"question": "x", "operator": "exists", "answerBoolean": True}]},
    {"_text": {"extension": [{"url": ext.TRANSLATION, "extension": []}]}},
    {"item": [{"linkId": "help", "type": "display", "text": "Take your time."}]},
    {"extension": [{"url": ext.HIDDEN, "valueBoolean": True}]},
    {"extension": [{"url": ext.ENABLE_WHEN_EXPRESSION, "valueExpression": FHIRPATH}]},
    {"extension": [{"url": ext.INITIAL_EXPRESSION, "valueExpression": FHIRPATH}]},
    {"modifierExtension": [{"url": "http://example.org/not", "valueBoolean": True}]},
]


def mutations(value: Any) -> Iterator[Any]:
    """Ways in which one thing in it differs: a character, a number, a part less, twice, swapped."""
    if isinstance(value, dict):
        for key, inside in value.items():
            rest = {name: one for name, one in value.items() if name != key}
            yield rest
            yield from (rest | {key: one} for one in mutations(inside))
    elif isinstance(value, list):
        for place, inside in enumerate(value):
            before, after = value[:place], value[place + 1 :]
            yield before + after
            yield [*before, inside, inside, *after]
            if place:
                yield [*before[:-1], inside, before[-1], *after]
            yield from ([*before, one, *after] for one in mutations(inside))
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, str):
        yield from islice(spoiled(value), 3)
        yield value + " "
    else:
        yield from (value + 1, value - 1)


def instrument(name: str) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(resource("forms", f"{name}.json").read_bytes())
    return raw


def passes(raw: Any) -> bool:
    """Whether it would be taken for the instrument, and is not it."""
    try:
        form = parse_questionnaire(raw)
    except FormUnreadable:
        return False
    return is_locked(form, LOCKS) and not verify_locks(form, LOCKS)


LOCKS = bundled_locks()


@pytest.mark.parametrize("name", LOCKED)
def test_no_mutation_of_anything_in_it_passes_for_it(name: str) -> None:
    raw = instrument(name)
    asked = {key: value for key, value in raw.items() if key not in KEEPERS}
    tried = passed = 0
    # Nobody else's address is the instrument's: with another it is a form of one's own.
    of_it = (one for one in mutations(asked) if one.get("url") == raw["url"])
    for one in of_it:
        tried += 1
        passed += passes(one)
    print(f"G6: {tried} mutations of {name}, {passed} taken for it")
    assert passes(asked | {"status": "active", "date": "2030-01-01"})
    assert tried > 1_000
    assert passed == 0


@pytest.mark.parametrize("name", LOCKED)
@pytest.mark.parametrize("added", ADDED, ids=[json.dumps(one)[:60] for one in ADDED])
def test_nothing_can_be_added_to_a_question(name: str, added: dict[str, Any]) -> None:
    for place in range(len(instrument(name)["item"][0]["item"])):
        raw = deepcopy(instrument(name))
        asked = raw["item"][0]["item"][place]
        extensions = [*asked.get("extension", []), *added.get("extension", [])]
        raw["item"][0]["item"][place] = asked | added | {"extension": extensions}
        assert not passes(raw)


@pytest.mark.parametrize("name", LOCKED)
@pytest.mark.parametrize("version", ["1.0.1", "2.0.0", "1.0.0-pilot.1", ""])
def test_no_other_version_passes_for_it(name: str, version: str) -> None:
    raw = instrument(name) | {"version": version}
    assert is_locked(parse_questionnaire(raw), LOCKS)
    assert not passes(raw)
