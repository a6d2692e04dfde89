"""What tests of paper share: the words, an application without a display, summaries."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.robot.robot import fill
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.summarising import summarise
from kiosk.forms.summary import Summary
from kiosk.offered import bundled_ranges
from kiosk.papers.fonts import paper_application
from kiosk.resources import resource
from kiosk.ui.printing.printing import paper_words
from kiosk.ui.wording.telling import telling_in
from kiosk.ui.wording.words import Words

DAY = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def application() -> QGuiApplication:
    """Fonts need one."""
    return paper_application()


@pytest.fixture(scope="session")
def words() -> Words:
    return paper_words()


def shipped(name: str) -> Questionnaire:
    return read_questionnaire(resource("forms", f"{name}.json").read_bytes())


def filled(form: Questionnaire, *, language: str = "en", seed: int = 1) -> dict[str, Any]:
    """The robot's response to a form in a language."""
    filler = fill(form, seed=seed, surroundings=Surroundings(now=DAY))
    filler.language = language
    return filler.response(
        status="completed",
        authored=DAY,
        response_id=f"6f1c9f0e-6a60-4c5e-9f0a-{seed:012}",
        device_id="0d9c8b7a-1111-4222-8333-444455556666",
    )


@pytest.fixture(scope="session")
def summary_of(words: Words) -> Callable[..., Summary]:
    """A summary of the robot's response to a shipped form."""
    telling = telling_in(words, "en", ranges=bundled_ranges())

    def made(name: str, *, language: str = "en", seed: int = 1, **changed: Any) -> Summary:
        form = shipped(name)
        return summarise(form, filled(form, language=language, seed=seed) | changed, telling)

    return made
