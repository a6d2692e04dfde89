"""Twelve languages on offer: each is found, in the clinic's order, on any panel and at any size."""

from typing import Any

import pytest

from kiosk.resources import resource
from kiosk.settings import Patient
from kiosk.ui.wording.words import Language, Words, load_words

NAMES = {
    "en": "English", "cy": "Cymraeg", "pl": "Polski", "ar": "العربية", "ur": "اردو",
    "ro": "Română", "pt": "Português", "es": "Español", "fr": "Français", "so": "Soomaali",
    "sq": "Shqip", "lt": "Lietuvių",
}  # fmt: skip
MORE = {"More languages", "Language"}
"""The second where the first would not stand on one line."""


@pytest.fixture
def words() -> Words:
    """The words that ship, in twelve languages that say them in English."""
    shipped = load_words(resource("translations"))
    languages = [Language(code=code, name=name) for code, name in NAMES.items()]
    return Words(languages, {code: lambda: shipped.own("en") for code in NAMES})


@pytest.mark.parametrize("step", range(3))
@pytest.mark.parametrize("panel", [((1280, 800), 5.9), ((1080, 1920), 5.6), ((1080, 1920), 3.6)])
def test_each_is_found_in_the_order_of_the_clinic(open_kiosk: Any, panel: Any, step: int) -> None:
    settings = Patient(languages=tuple(NAMES), draft_translations=tuple(NAMES))
    kiosk = open_kiosk(panel=panel, settings=settings)
    kiosk.patient.display.setText(step)
    kiosk.finger.wait_for_stillness()
    met: list[str] = []
    while len(met) < len(NAMES):
        nodes = {node.name: node for node in kiosk.finger.nodes()}
        shown = [name for name in nodes if name in NAMES.values()]
        more = MORE & set(nodes)
        assert shown
        assert not set(shown) & set(met)
        rects = [nodes[name].rect for name in (*shown, *more)]
        assert [1 for i, a in enumerate(rects) for b in rects[i + 1 :] if a.intersects(b)] == []
        met += shown
        if len(met) < len(NAMES):
            kiosk.finger.touch(more.pop())
            kiosk.finger.wait_for_stillness()
    assert met == list(NAMES.values())
