"""A form that is tried out is shown again when its file changes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.commands.reading import value_sets_at_hand
from kiosk.forms.fhir_json import format_json
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.trial.touch import Finger
from kiosk.trial.watching import Watching
from kiosk.trial.window import Trial
from kiosk.ui.window import WindowPlace

PLACE = WindowPlace(size=(1080, 1920), px_per_mm=3.6)


def asking(words: str) -> str:
    item = {"linkId": "a", "type": "boolean", "text": words}
    return format_json({"resourceType": "Questionnaire", "title": "T", "item": [item]})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "form.json"
    file.write_text(asking("First words?"))
    return file


@pytest.fixture
def trial(app: QGuiApplication, file: Path) -> Iterator[Trial]:  # noqa: ARG001 - comes first
    form = read_questionnaire(file.read_bytes())
    trial = Trial(form, PLACE, value_sets=value_sets_at_hand(()))
    yield trial
    trial.close()


@pytest.fixture
def waiting(trial: Trial, file: Path) -> Iterator[Callable[[str], str]]:
    """Waits until a line with these words is said to the author; gives the heading then."""
    said: list[str] = []
    finger = Finger(trial.window.root)

    def wait(words: str) -> str:
        finger.wait_until(lambda: any(words in line for line in said), words)
        said.clear()
        return finger.heading()

    watching = Watching(file, trial.begin, said.append)
    yield wait
    assert said == []
    watching.close()


def test_a_change_is_shown_and_a_broken_one_leaves_what_was_there(
    file: Path, waiting: Callable[[str], str]
) -> None:
    file.write_text(asking("Second words?"))
    assert waiting("was read again") == "Second words?"
    file.write_text("{")
    assert waiting("can't be shown") == "Second words?"
    file.write_text(asking("Third words?"))
    assert waiting("was read again") == "Third words?"


def test_a_file_that_an_editor_replaces_or_takes_away_for_a_while_is_read(
    file: Path, tmp_path: Path, waiting: Callable[[str], str]
) -> None:
    new = tmp_path / "form.json.new"
    new.write_text(asking("Replaced?"))
    new.replace(file)
    assert waiting("was read again") == "Replaced?"
    file.unlink()
    assert waiting("is not there") == "Replaced?"
    file.write_text(asking("Back again?"))
    assert waiting("was read again") == "Back again?"


def test_a_file_with_the_same_content_is_not_shown_anew(
    file: Path, trial: Trial, waiting: Callable[[str], str]
) -> None:
    sitting = trial.patient.sitting
    file.write_text(file.read_text())
    (file.parent / "other.json").write_text("{}")
    with pytest.raises(AssertionError):
        waiting("anything at all")
    assert trial.patient.sitting is sitting
