"""Whatever was answered, what is read aloud to everybody is the same."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.forms.questionnaire import read_questionnaire
from kiosk.forms.robot.robot import fill
from kiosk.settings import Patient
from kiosk.ui.access.page_tree import read_page
from kiosk.ui.access.reader import Reader

EVERY_KIND = Path(__file__).parents[2] / "endurance" / "every-kind.json"
HOW_MANY = re.compile(r"Remove|Add one more|Next one|My answers \(\d\)|Look at the \d selected")
"""That something was given is heard; not what."""
NOTICE = "Your answer is not read aloud."


def said(kiosk: Any, path: str) -> Counter[str]:
    """What everybody hears of the page of a question."""
    kiosk.patient.sitting.go_to(path)
    kiosk.patient._show()
    kiosk.finger.wait_for_stillness()
    reader = Reader(kiosk.patient._speaking.say, "en", private=False)
    told = Counter(text for text, _ in reader.page(read_page(kiosk.window.root)))
    told.pop(NOTICE, None)
    return told


@pytest.mark.parametrize("panel", [((1080, 1920), 3.6), ((1280, 800), 5.9)])
@pytest.mark.parametrize("seed", [3, 7])
def test_no_answer_is_read_aloud_to_everybody(
    open_kiosk: Callable[..., Any], panel: Any, seed: int
) -> None:
    form = read_questionnaire(EVERY_KIND.read_bytes())
    kiosk = open_kiosk(settings=Patient(), panel=panel)
    kiosk.patient.prepare((form,), None)
    kiosk.patient.begin("self")
    filler = kiosk.patient.sitting.filler
    paths = [page.path for page in filler.pages if page.item.type != "group"]
    before = {path: said(kiosk, path) for path in paths}
    kiosk.patient.sitting.restore(fill(form, seed=seed).saved_rows(), None)
    more = {text for path in paths for text in said(kiosk, path) - before[path]}
    assert {text for text in more if not HOW_MANY.match(text)} == set()
