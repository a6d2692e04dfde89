"""Nothing is cut off, unnamed or pale, whatever the text size, the colours, the direction."""

import re
from pathlib import Path
from typing import Any

import pytest

from kiosk.resources import resource
from kiosk.setting_up import steps
from kiosk.store.staff import NewStaff
from kiosk.trial.finding import Glass
from kiosk.trial.inspect import inspect
from kiosk.ui.setup.setting_up import TEXT_SIZES, THEMES
from kiosk.ui.wording.words import Words, load_setup_words

SEEN = {
    "unnamed-node", "unseen-text", "clipped-text", "off-window", "broken-word", "low-contrast",
    "low-contrast-edge", "no-heading", "many-headings",
}  # fmt: skip
NARROW = ((1024, 5400), 4.6)
"""As wide as a small panel, and so high that no page has to scroll."""
OWN = tuple(step for step in steps.STEPS if step != steps.MEASURE)
"""The page that measures is looked at with the patients' pages."""
NAMELESS = "unnamed-node a EditableText"
"""Qt loses the name of a field that hides its text: its description says it."""
FILLER = "اختبار النص العربي الطويل على هذه الشاشة "


def arabic(folder: Path) -> Words:
    """The window's words in Arabic signs, nearly half as long again as English."""
    english = resource("translations", "en")
    for code in ("en", "ar"):
        (folder / code / "setup").mkdir(parents=True)
        for name in ("language.toml", "ui.toml"):
            text = resource("translations", code, name).read_text("utf-8")
            reviewed = re.sub('reviewed_by = ""', 'reviewed_by = "test"', text)
            (folder / code / name).write_text(reviewed, "utf-8")
    for file in (english / "setup").glob("*.toml"):
        (folder / "en" / "setup" / file.name).write_text(file.read_text("utf-8"), "utf-8")
        lines = [_in_arabic(line) for line in file.read_text("utf-8").splitlines()]
        (folder / "ar" / "setup" / file.name).write_text("\n".join(lines), "utf-8")
    return load_setup_words(folder)


def _in_arabic(line: str) -> str:
    key, is_text, text = line.partition(" = ")
    if not is_text:
        return line
    places = " ".join(re.findall(r"\{[a-z_]+\}", text))
    long = (FILLER * 9)[: max(14, round(len(text) * 1.4))].strip()
    return f'{key} = "{long} {places}"'


def wrong_on(window: Any, step: str, glass: Glass) -> list[str]:
    window.show(step)
    if step == steps.RECOVERY:
        window.setting_up.shown.toggle()
    if step == steps.STAFF:
        window.setting_up.shown.add("Bo Desk", "111111", "111111")
    window.settle()
    found = inspect(window.window.root, glass)
    told = [f"{step}: {one.code} {one.what}" for one in found if one.code in SEEN]
    return [one for one in told if NAMELESS not in one]


def prepared(window: Any) -> None:
    """A kiosk with something on each page."""
    window.book.keep(
        steps.FORMS, {"patient": {"forms": ["what-matters", "phq-9"], "identity": "code"}}
    )
    window.book.measure(NARROW[1])
    window.book.make([NewStaff("Ann Lead", "lead", "739182")])
    window.book.tick("height", by="Ann Lead", on=True)
    window.hands._foot = lambda: 5200


@pytest.mark.parametrize("theme", THEMES)
def test_every_page_is_whole_at_the_largest_text(open_window: Any, theme: str) -> None:
    window = open_window(panel=NARROW)
    prepared(window)
    window.setting_up._text = TEXT_SIZES.index(200)
    window.setting_up._theme = THEMES.index(theme)
    glass = Glass(px_per_mm=NARROW[1], strong=theme.startswith("contrast"), rtl=False, fresh=False)

    assert "\n".join(line for step in OWN for line in wrong_on(window, step, glass)) == ""


def test_every_page_is_whole_in_arabic_at_the_largest_text(
    open_window: Any, tmp_path: Path
) -> None:
    words = arabic(tmp_path / "words")
    from tests.ui.setup.places import SetUpPlace  # noqa: PLC0415

    place = SetUpPlace(tmp_path)
    first = place.book()
    first.keep(steps.LANGUAGES, {"patient": {"languages": ["ar"], "draft_translations": ["ar"]}})
    window = open_window(place, panel=NARROW, words=words)
    prepared(window)
    assert window.setting_up._speaking.direction == "rtl"
    window.setting_up._text = TEXT_SIZES.index(200)
    glass = Glass(px_per_mm=NARROW[1], strong=False, rtl=True, fresh=False)

    assert "\n".join(line for step in OWN for line in wrong_on(window, step, glass)) == ""


@pytest.mark.parametrize("panel", [((1280, 800), 5.9), ((1024, 600), 4.6), ((1920, 1080), 3.6)])
def test_what_leads_on_is_in_sight_on_every_panel_at_every_size(
    open_window: Any, panel: Any
) -> None:
    window = open_window(panel=panel)
    (wide, high), _ = panel
    for percent in range(len(TEXT_SIZES)):
        window.setting_up._text = percent
        window.show("touch")
        for name in ("Back", "Go on later", "Leave out for now", "Continue"):
            rect = window.hands.find(name).rect
            assert rect.left() >= 0, name
            assert rect.right() <= wide, name
            assert rect.bottom() <= high, name
            assert rect.height() >= 44, name
