"""Questions without a window, and what is around them."""

from collections.abc import Callable
from datetime import UTC, tzinfo
from typing import Any

import pytest

from kiosk.forms.filler import FormFiller
from kiosk.forms.pages import Page
from kiosk.forms.questionnaire import parse_questionnaire
from kiosk.resources import resource
from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.patient.views import say_in
from kiosk.ui.wording.words import load_words


@pytest.fixture(scope="session")
def around_in() -> Callable[..., Around]:
    """`around_in("ar", zone=…)`: the words that ship, in a language."""
    words = load_words(resource("translations"))

    def around(language: str = "en", zone: tzinfo = UTC) -> Around:
        direction = words.language(language).direction
        return Around(say_in(words, language), language, direction=direction, zone=zone)

    return around


@pytest.fixture(scope="session")
def page_of() -> Callable[..., Page]:
    """`page_of(type="date", …)`: the page of a form's one question."""

    def page(**item: Any) -> Page:
        raw = {"resourceType": "Questionnaire", "url": "http://example.org/one", "title": "One"}
        item = {"linkId": "a", "text": "Well?", **item}
        found = FormFiller(parse_questionnaire(raw | {"item": [item]}), language="en").page
        assert found is not None
        return found

    return page
