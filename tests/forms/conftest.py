"""Forms for tests: the shipped ones by name, and small ones made on the spot."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.resources import resource

Form = Callable[[str], Questionnaire]
MakeForm = Callable[..., Questionnaire]


@pytest.fixture
def form() -> Form:
    """A shipped form by the name of its file."""
    return lambda name: read_questionnaire(resource("forms", f"{name}.json").read_bytes())


@pytest.fixture
def make_form() -> MakeForm:
    """A form of these items; keywords become elements of the Questionnaire."""

    def make(*items: dict[str, Any], **elements: Any) -> Questionnaire:
        head = {
            "resourceType": "Questionnaire",
            "url": "http://example.org/Questionnaire/small",
            "version": "1",
            "status": "active",
            "title": "Small",
        }
        return parse_questionnaire(head | elements | {"item": list(items)})

    return make


@pytest.fixture
def respond(now: Any) -> Callable[[FormFiller], dict[str, Any]]:
    """The response of a filler, with fixed ids and time."""
    return lambda filler: filler.response(
        status="completed",
        authored=now,
        response_id="6f1c9f0e-6a60-4c5e-9f0a-0b6a4c1d2e3f",
        device_id="0d9c8b7a-1111-4222-8333-444455556666",
    )
