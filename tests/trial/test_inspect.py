"""Every rule of the inspection: silent on a good page, loud on a page broken in that one way."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.papers.fonts import load_fonts
from kiosk.resources import resource
from kiosk.trial.finding import Glass
from kiosk.trial.inspect import inspect
from kiosk.trial.page import qml_type
from kiosk.trial.touch import rest

Shower = Callable[..., QQuickWindow]
GLASS = Glass(px_per_mm=3.6)
PLACE = """        y: 110
        width: 720
"""
TEXT = 'text: "Touch the one answer that fits best, then go on"'
WIDE = """width: 350
            label: "Go on\""""
BUTTON = 'label: "Go on"'
FIRST = """
    Card {
        id: well
"""
MORE = "// more"
OUTLINE = """            color: "white"
            border.width: 3
            border.color: "#7a8a8c"
            radius: 14"""
MARK = """                    visible: card.chosen
                    width: 20"""
FRAME = """        height: 90
        color: "white"
        border.width: 3
        border.color: "#7a8a8c"
"""


def rectangle(place: str) -> str:
    return f'Rectangle {{ {place}; color: "#fbf9f5" }}'


def clip(size: str, what: str) -> str:
    return f"Item {{ x: 40; y: 700; {size}; clip: true; {what} }}"


BROKEN = {
    "a button without a name": ("unnamed-node", (BUTTON, "")),
    "a button that is ignored": ("unnamed-node", (BUTTON, "Accessible.ignored: true")),
    "a mouse area of no name": (
        "unnamed-node", (MORE, "MouseArea { x: 40; y: 700; width: 90; height: 90 }"),
    ),
    "a text without a role": (
        "unseen-text", (MORE, 'Text { x: 40; y: 700; text: "Quiet"; font.pixelSize: 30 }'),
    ),
    "a short text that only others say": (
        "unseen-text", (MORE, 'Text { x: 40; y: 700; text: "on"; font.pixelSize: 30 }'),
    ),
    "a truncated text": (
        "clipped-text", (PLACE, "y: 110; width: 330; height: 40; elide: Text.ElideRight;"),
    ),
    "a text wider than its place": (
        "clipped-text", (PLACE, "y: 110; width: 200; wrapMode: Text.NoWrap;"),
    ),
    "a text higher than its place": ("clipped-text", (PLACE, "y: 110; width: 330; height: 40;")),
    "a text cut by a clip": (
        "clipped-text",
        (MORE, clip("width: 90; height: 90", 'Words { text: "Half"; font.pixelSize: 90 }')),
    ),
    "a text under a rectangle": (
        "clipped-text", (MORE, rectangle("x: 100; y: 100; width: 60; height: 60")),
    ),
    "a text under another text": (
        "clipped-text", (FIRST, 'Words { x: 60; y: 116; text: "Over it" }' + FIRST),
    ),
    "a field narrower than what is in it": (
        "clipped-text", ('Accessible.name: "In your words"',
                         'Accessible.name: "In your words"; text: "m".repeat(60)'),
    ),
    "a word that goes on in the next line": (
        "broken-word",
        (MORE, 'Words { x: 40; y: 700; width: 90; text: "Questionnaire" }'),
    ),
    "a text beyond the window": (
        "off-window", (MORE, 'Words { x: 700; y: 700; text: "Far too long for here" }'),
    ),
    "a button beyond the window": (
        "off-window", (MORE, 'Card { x: 700; y: 700; width: 200; label: "Out" }'),
    ),
    "a small text": ("small-text", (TEXT, f"{TEXT}; font.pixelSize: 22")),
    "a low button": ("small-target", (BUTTON, f"{BUTTON}; height: 68")),
    "a narrow button": ("small-target", (WIDE, 'width: 68; label: ""; Accessible.name: "Go"')),
    "a button that is mostly clipped": (
        "small-target",
        (MORE, clip("width: 350; height: 50", 'Card { width: 350; Accessible.name: "Low" }')),
    ),
    "two buttons close together": ("small-gap", ("spacing: 20", "spacing: 7")),
    "a faint text": ("low-contrast", (TEXT, f'{TEXT}; color: "#5f6f75"')),
    "a text made faint by its opacity": ("low-contrast", (TEXT, f"{TEXT}; opacity: 0.7")),
    "a faint outline": (
        "low-contrast-edge", (OUTLINE, OUTLINE.replace("#7a8a8c", "#a9b4b6")),
    ),
    "a field without an outline": (
        "low-contrast-edge", (FRAME, FRAME.replace("width: 3", "width: 0")),
    ),
    "a choice that only its ground shows": (
        "low-contrast-edge", (MARK, MARK.replace("card.chosen", "false")),
    ),
    "a page without a heading": (
        "no-heading",
        ("Accessible.role: Accessible.Heading", "Accessible.role: Accessible.StaticText"),
    ),
    "a page with two headings": (
        "many-headings",
        (MORE, 'Words { x: 40; y: 700; text: "Twice"; Accessible.role: Accessible.Heading }'),
    ),
    "a text above that is read last": ("order", (MORE, 'Words { x: 40; y: 0; text: "First" }')),
    "a row that is read backwards": ("order", ("rtl: false", "rtl: true")),
    "a control that can't be seen and can have the focus": (
        "focus",
        (MORE, "Card { y: 700; width: 350; opacity: 0; activeFocusOnTab: true }"),
    ),
}  # fmt: skip


def codes(window: QQuickWindow, glass: Glass = GLASS) -> list[str]:
    return sorted({finding.code for finding in inspect(window, glass)})


@pytest.mark.parametrize("glass", [GLASS, replace(GLASS, fresh=True)])
def test_a_good_page_has_no_findings(show: Shower, glass: Glass) -> None:
    assert inspect(show(), glass) == []


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_broken_is_found_and_nothing_else(show: Shower, broken: str) -> None:
    code, change = BROKEN[broken]
    assert codes(show(change)) == [code]


def test_a_row_may_be_read_backwards_where_that_is_forwards(show: Shower) -> None:
    window = show(("rtl: false", "rtl: true"))
    assert codes(window, replace(GLASS, rtl=True)) == []


def test_in_a_contrast_theme_more_is_asked_of_texts(show: Shower) -> None:
    window = show((TEXT, f'{TEXT}; color: "#303030"'))
    assert codes(window) == []
    assert codes(window, replace(GLASS, strong=True)) == ["low-contrast"]


def test_large_text_may_be_fainter(show: Shower) -> None:
    window = show((TEXT, 'text: "Touch one"; color: "#5f6f75"; font.pixelSize: 40'))
    assert codes(window) == []


def test_a_key_may_be_smaller_than_other_targets(show: Shower) -> None:
    key = 'Card {{ x: 40; y: 700; width: 62; height: {0}; label: ""; Accessible.name: "q" }}'
    board = "component Keyboard: Item {{ {0} }} Keyboard {{}}".format
    assert codes(show((MORE, board(key.format(60))))) == []
    assert codes(show((MORE, key.format(60)))) == ["small-target"]
    assert codes(show((MORE, board(key.format(50))))) == ["small-target"]


def test_a_sign_is_said_by_the_name_of_its_key(show: Shower) -> None:
    sign = 'Text {{ x: 40; y: 700; text: ","; font.pixelSize: 30; {0} }}'.format
    named = "Accessible.role: Accessible.StaticText; Accessible.name: 'comma'"
    assert codes(show((MORE, sign(named)))) == []
    assert codes(show((MORE, sign("")))) == ["unseen-text"]


def test_a_digit_is_said_by_the_name_of_its_key_in_any_script(show: Shower) -> None:
    digit = 'Words {{ x: 40; y: 700; text: "٣"; Accessible.name: "{0}" }}'.format
    assert codes(show((MORE, digit("3")))) == []
    assert codes(show((MORE, digit("4")))) == ["unseen-text"]


def test_a_text_is_as_large_as_it_is_drawn(show: Shower) -> None:
    fitted = "fontSizeMode: Text.Fit; minimumPixelSize: 8; text: 'Continue'; wrapMode: Text.NoWrap"
    words = f"Words {{{{ x: 40; y: 700; width: {{}}; height: 60; {fitted} }}}}".format
    assert codes(show((MORE, words(300)))) == []
    assert codes(show((MORE, words(60)))) == ["small-text"]


def test_what_reaches_back_under_its_word_does_not_make_a_text_wider(show: Shower) -> None:
    assert "Kiosk Sans Arabic" in load_fonts(resource("fonts"))
    font = 'text: "کے لیے"; font.pixelSize: 60; font.family: "Kiosk Sans Arabic"'
    place = "x: 40; y: 700; wrapMode: Text.NoWrap; width: {} * metrics.advanceWidth"
    page = f"TextMetrics {{{{ id: metrics; {font} }}}} Words {{{{ {font}; {place} }}}}"
    assert codes(show((MORE, page.format(1)))) == []
    assert codes(show((MORE, page.format(0.5)))) == ["clipped-text"]


def test_keys_begin_at_the_left_in_every_language(show: Shower) -> None:
    key = 'Card {{ x: {}; y: 700; width: 90; label: ""; Accessible.name: "{}" }}'.format
    keys = f"{key(40, 'q')} {key(150, 'w')}"
    for kind, found in (("Keyboard", []), ("Shelf", ["order"])):
        board = f"component {kind}: Item {{ {keys} }} {kind} {{}}"
        window = show(("rtl: false", "rtl: true"), (MORE, board))
        assert codes(window, replace(GLASS, rtl=True)) == found


def test_a_page_with_a_problem_begins_there(show: Shower) -> None:
    problem = "Words { x: 40; y: 700; text: 'Error'; focus: true; Accessible.focusable: true"
    alert = f"{problem}; Accessible.role: Accessible.AlertMessage }}"
    window = show(("focus: true", ""), (MORE, alert))
    assert codes(window, replace(GLASS, fresh=True)) == []


def test_the_focus_of_a_fresh_page_is_on_its_heading(show: Shower) -> None:
    window = show(("focus: true", ""), (BUTTON, f"{BUTTON}; focus: true"))
    assert codes(window) == []
    assert codes(window, replace(GLASS, fresh=True)) == ["focus"]


def test_the_ring_around_the_focus_stands_out(show: Shower) -> None:
    ring = 'border.color: "#17262e"'
    for changed, found in ((ring, []), ('border.color: "#eeddbb"', ["low-contrast-edge"])):
        window = show(("focus: true", ""), (ring, changed))
        _focus_by_keyboard(window, "Go on")
        assert codes(window) == found


def test_a_control_with_the_focus_has_a_ring(show: Shower) -> None:
    window = show(("focus: true", ""), ("FocusRing {}", ""))
    _focus_by_keyboard(window, "Go on")
    assert codes(window) == ["low-contrast-edge"]


def test_a_control_that_is_switched_off_may_be_faint(show: Shower) -> None:
    off = f"{BUTTON}; opacity: 0.4; enabled: false"
    assert codes(show((BUTTON, off))) == []


def test_another_place_to_touch_for_the_same_answer_need_not_be_in_the_tree(show: Shower) -> None:
    again = "x: 40; y: 700; width: 350; Accessible.ignored: true; property bool unsaid: true"
    assert codes(show((MORE, f'Card {{ {again}; label: "Go on"; contentItem: Item {{}} }}'))) == []
    assert codes(show((MORE, f'Card {{ {again}; label: "Go away"; contentItem: Item {{}} }}'))) == [
        "unnamed-node"
    ]


def test_what_only_helps_eyes_may_stand_before_what_is_read_first(show: Shower) -> None:
    before = 'Words { x: 40; y: 2; width: 720; text: "A sign"; font.pixelSize: 30'
    assert codes(show((MORE, f"{before} }}"))) == ["order"]
    assert codes(show((MORE, f"{before}; property bool unsaid: true }}"))) == []


def test_a_text_that_is_paged_is_not_clipped(show: Shower) -> None:
    text = clip("width: 350; height: 80", 'Words { width: 350; text: "word ".repeat(30) }')
    more = 'Card { x: 40; y: 796; width: 350; label: "Read on" }'
    assert codes(show((MORE, f"Item {{ {text} }}"))) == ["clipped-text"]
    assert codes(show((MORE, f"Item {{ {text} {more} }}"))) == []


def test_a_picture_of_a_form_is_no_finding(show: Shower, tmp_path: Path) -> None:
    picture = QImage(300, 120, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.setPen(Qt.GlobalColor.lightGray)
    painter.drawText(10, 60, "faint words in a picture")
    painter.drawRect(1, 1, 200, 80)
    painter.end()
    picture.save(str(tmp_path / "picture.png"))
    shown = f'Image {{ x: 40; y: 700; source: "file:{tmp_path / "picture.png"}" }}'
    assert codes(show((MORE, shown))) == []


def test_a_thin_text_in_a_dark_colour_is_not_faint(show: Shower) -> None:
    thin = "y: 110.37; width: 720; font.pixelSize: 27; font.weight: Font.Thin;"
    assert codes(show((PLACE, thin))) == []


def test_a_finding_says_where_and_how_much(show: Shower) -> None:
    (found,) = inspect(show((BUTTON, f"{BUTTON}; height: 68")), GLASS)
    assert str(found) == "small-target: Go on: 97.2 x 18.9 mm"
    assert tuple(found.box) == (410, 540, 760, 608)


def test_an_item_made_later_is_not_taken_for_the_meta_object_of_an_earlier_one(
    show: Shower,
) -> None:
    window = show()
    item = next(one for one in _items(window.contentItem()) if one.property("label"))
    (address,) = shiboken6.getCppPointer(item.metaObject())
    assert qml_type(item) == "Card"
    later = shiboken6.wrapInstance(address, QQuickItem)
    assert isinstance(later, QQuickItem)
    shiboken6.invalidate(later)


def _focus_by_keyboard(window: QQuickWindow, label: str) -> None:
    for item in _items(window.contentItem()):
        if item.property("label") == label:
            item.forceActiveFocus(Qt.FocusReason.TabFocusReason)
    rest(0.03)


def _items(item: QQuickItem) -> list[QQuickItem]:
    return [item, *(one for child in item.childItems() for one in _items(child))]
