"""What a recipe of another clinic may not do to one's own form."""

from datetime import datetime
from typing import Any

import pytest

from kiosk.coproduction.recipes import recipe
from kiosk.desk.improving.recipe_taken import take_recipe
from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.offered import bundled_form
from kiosk.store.database import Store
from kiosk.store.form_versions import versions_of

GAD = "http://clinic-kiosk.example/fhir/Questionnaire/gad-7"
SLEEP = {"linkId": "sleep", "type": "boolean", "text": "Did you sleep?"}
RULE = {"name": "bad", "language": "text/fhirpath",
        "expression": "%resource.item.where(linkId = 'sleep').answer.exists()"}  # fmt: skip


def form(*items: Any, **more: Any) -> Questionnaire:
    made = {"resourceType": "Questionnaire", "url": "http://b.example/q", "version": "1.0.0"}
    return parse_questionnaire(made | {"item": list(items)} | more)


def reworded(item: dict[str, Any], url: str) -> Any:
    old, new = form(item, url=url), form(item | {"text": "Do you sleep well?"}, url=url)
    return recipe(old, new, why="Plainer words.", reasons=["not-understood"], effects=())


def validated() -> dict[str, Any]:
    found = bundled_form(GAD)
    assert found
    asked: dict[str, Any] = dict(found.by_link_id["gad7-1"].raw)
    return asked


ALERTS = {"extension": [{"url": ext.ALERT_RULE, "valueExpression": RULE}]}


@pytest.mark.parametrize(
    ("asked", "theirs"),
    [
        (SLEEP, form(SLEEP, **ALERTS)),
        (validated(), form(validated())),
        (validated(), bundled_form(GAD)),
    ],
    ids=["raises an alert", "words of an instrument", "the instrument"],
)
def test_no_recipe_rewords_what_nobody_may_reword(
    store: Store, now: datetime, asked: dict[str, Any], theirs: Questionnaire
) -> None:
    taken = reworded(asked, "http://a.example/q")
    with pytest.raises(RefusedError):
        take_recipe(store, taken, theirs, by=("Lee", "lead"), now=lambda: now)
    with store.reading() as c:
        assert versions_of(c, theirs.url) == ()


def test_any_other_question_is_reworded_in_a_draft(store: Store, now: datetime) -> None:
    taken = reworded(SLEEP, "http://a.example/q")
    made, missing = take_recipe(store, taken, form(SLEEP), by=("Lee", "lead"), now=lambda: now)
    assert (made.by_link_id["sleep"].text("en"), missing) == ("Do you sleep well?", ())
