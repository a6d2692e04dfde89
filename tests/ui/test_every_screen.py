"""Every page, on four panels, in three text sizes and two languages: what must hold of each.

AC 1 (targets), AC 4 (nothing clipped), AC 5 (names, one heading, every text readable); and help
stays where it is from the first page to the last.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtQuick import QQuickItem

from kiosk.coproduction.ballots import Ballot
from kiosk.coproduction.board_lines import Board, BoardLine
from kiosk.forms.questionnaire import parse_questionnaire, read_questionnaire
from kiosk.resources import resource
from kiosk.store.help_calls import HelpCall
from kiosk.trial.page import qml_type
from kiosk.trial.touch import rest
from kiosk.ui.staff.pages import PAGES
from kiosk.ui.staff.paused import Found

PANELS = {
    '10" 1280x800': ((1280, 800), 5.9),
    '24" 1920x1080': ((1920, 1080), 3.6),
    '24" 1080x1920': ((1080, 1920), 3.6),
    '15.6" 1080x1920': ((1080, 1920), 5.6),
    '10" 800x1280': ((800, 1280), 5.9),
}
CONTROLS = {"Button", "RadioButton", "CheckBox", "EditableText"}
WITH_HELP = {"attract", "forms", "choice", "check", "scale", "long choice", "text"}
# "desk" is another window's pages over this one, made by the program: tests/ui/reception has it
STAFF_PAGES = [name for name in PAGES if name not in {"pin", "field", "desk"}]
PAIN = read_questionnaire(resource("forms", "pain-today.json").read_bytes())
SAMPLE = "Aa"  # shows a size, which its name says
TARGET_MM, KEY_MM, GAP_MM = 20.0, 16.0, 3.0


def only_in_english(patient: Any) -> Iterator[str]:
    """The page that says so, where the form is not in the language."""
    if patient.page == "only":
        yield "only in English"
        patient.goOn()


def first_pages(patient: Any) -> Iterator[str]:
    """The first page while no form can begin, and as it mostly is."""
    patient.rest(on=True)
    yield "attract resting"
    patient.rest(on=False)
    yield "attract"
    patient.openSheet("display")
    yield "display with the look-up"
    yield from lookup_pages(patient)


def pages(kiosk: Any, language: str) -> Iterator[str]:
    """Goes to every page there is and says its name."""
    patient = kiosk.patient
    patient._speaking.speak(language)
    yield from first_pages(patient)
    patient.speak(language)
    yield "forms"
    patient.choose(2)
    yield "start"
    patient.begin("self")
    yield from only_in_english(patient)
    yield "choice"
    patient._asking.enter({"chosen": [1]})
    yield "choice answered"
    yield from help_pages(patient)
    sheets = ("hidden", "leave", "stop", "trouble", "deleting", "undeleted", "resuming")
    for sheet in (*sheets, "language", "display"):
        patient.openSheet(sheet)
        yield sheet
    patient.closeSheet()
    for _ in range(7):
        patient.goOn()
    yield "check"
    patient._go("forms")
    patient.choose(1)
    patient.begin("self")
    yield "scale"
    patient._asking.enter({"chosen": [6]})
    yield "scale answered"
    yield from remark_pages(patient)
    patient.goOn()
    yield "long choice"
    patient._go("forms")
    patient.choose(0)
    patient.begin("self")
    yield "text"
    patient._asking.write("text", "To walk the dog again, and to sleep.")
    yield "text answered"
    patient._idle._warn()
    yield "idle"
    patient._idle.stay()
    patient._go("thanks")
    yield "thanks"
    yield from ballot_pages(patient)
    for page in ("privacy", "broken"):
        patient._go(page)
        yield page
    yield from staff_pages(kiosk.staff)


def lookup_pages(patient: Any) -> Iterator[str]:
    """What became of a remark, by its three words; each state that there is."""
    patient.openSheet("receipt")
    lookup = patient._remarks.looking
    yield "first word"
    lookup.press(lookup.property("signs")[0])
    yield "first word begun"
    while not lookup.property("offers"):
        lookup.press(lookup.property("signs")[0])
    yield "first word offered"
    lookup.pick(lookup.property("offers")[0]["place"])
    yield "second word"
    lookup._forget()
    lookup._go("pick", "missed")
    yield "wrong words"
    lookup._go("wait")
    yield "no more tries"
    for kind in ("kept", "heard", "unanswered", "did", "trying", "not-yet", "no", "answered"):
        said = kind not in {"kept", "heard", "unanswered"}
        lookup._told = BoardLine(
            kind, patient._now().date(), text="“All over” is among the answers." if said else "",
            reason="cost" if kind == "no" else "", before={"en": "Where does it hurt most?"},
            after={"en": "Where is the pain?"} if kind == "did" else None,
        )  # fmt: skip
        lookup._go("fate")
        yield f"fate: {kind}"
    patient.closeSheet()


def ballot_pages(patient: Any) -> Iterator[str]:
    """The choice that is offered after the thanks to who had a say."""
    wordings = {"a": "How bad is your pain right now, where it hurts most?", "b": "Is it bad?"}
    day = patient._now().date()
    choosing = patient._choosing
    choosing._ballot, choosing._pair = Ballot("b", "u|1", "q", wordings, day, day), ("a", "b")
    choosing.changed.emit()
    yield "thanks with a choice"
    patient.askWording()
    yield "choice of wordings"
    patient.pickWording(0)
    yield "choice of wordings made"
    patient.leaveWording()
    choosing.forget()


def remark_pages(patient: Any) -> Iterator[str]:
    patient.openSheet("remark")
    yield "remark"
    patient._remarks.choose("upsetting")
    yield "remark words"
    patient._remarks._go("personal")
    yield "remark personal"
    patient._remarks._asked.receipt = (209, 134, 95)
    patient._remarks._go("thanks")
    yield "remark thanks"
    patient._remarks.close()


def help_pages(patient: Any) -> Iterator[str]:
    patient.openSheet("help")
    yield "help"
    patient._help._grow_late()
    yield "help for staff to end"
    patient._help.answer("Sam")


def staff_pages(desk: Any) -> Iterator[str]:
    desk.open()
    yield "pin"
    desk._calls.show((HelpCall("c", "k", desk._calls._now()),))
    desk._refuse("pin_wrong")
    yield "wrong pin"
    desk._paused.show(Found())
    desk._go("drafts")
    yield "no drafts"
    for name in STAFF_PAGES:
        desk._go(name)
        yield f"staff: {name}"


def items(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        if child.isVisible():
            yield child
            yield from items(child)


def texts(window: Any) -> list[QQuickItem]:
    found = (i for i in items(window.contentItem()) if i.property("lineCount") is not None)
    return [item for item in found if item.property("text")]


def shown_rect(item: QQuickItem) -> QRectF:
    """The part of an item that its clipping ancestors leave, in the window."""
    rect = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
    parent = item.parentItem()
    while parent is not None:
        if parent.clip():
            rect = rect.intersected(
                parent.mapRectToScene(QRectF(0, 0, parent.width(), parent.height()))
            )
        parent = parent.parentItem()
    return rect


def has_more(item: QQuickItem) -> bool:
    """Whether a text stands beside a button that shows the rest of it."""
    parent = item.parentItem()
    while parent is not None and not qml_type(parent).startswith("QuestionText"):
        parent = parent.parentItem()
    return parent is not None and bool(parent.property("overflows"))


def clipped(window: Any) -> list[str]:
    """The texts that are not wholly readable."""
    inside = QRectF(0, 0, window.width(), window.height()).adjusted(-1, -1, 1, 1)
    found = []
    for text in texts(window):
        whole = text.mapRectToScene(QRectF(0, 0, text.width(), text.property("contentHeight") or 0))
        # a tenth of the letters' size: the last glyph of a line may lean over its own advance
        lean = text.property("font").pixelSize() * 0.1
        overflowing = (text.property("contentWidth") or 0) > text.width() + lean
        cut = whole.height() > shown_rect(text).height() + text.property("font").pixelSize() * 0.3
        cut = not has_more(text) and (cut or not inside.contains(whole))
        if text.property("truncated") or overflowing or cut:
            found.append(text.property("text")[:40])
    return found


def broken_words(window: Any) -> list[str]:
    """The texts with more lines than words: a word was broken in its middle."""
    shown = [(text.property("text"), text.property("lineCount")) for text in texts(window)]
    return [text for text, lines in shown if lines > len(text.split()) + text.count("\n")]


def overlapping(window: Any) -> list[tuple[str, str]]:
    """Texts drawn over one another."""
    rects = [(text.property("text")[:30], shown_rect(text)) for text in texts(window)]
    boxes = [(words, rect.adjusted(2, 4, -2, -4)) for words, rect in rects if rect.height() > 8]
    return [
        (a, b)
        for i, (a, one) in enumerate(boxes)
        for b, two in boxes[i + 1 :]
        if one.intersects(two)
    ]


def small(nodes: Any, px_per_mm: float, erase: str) -> list[str]:
    """The targets that are too small, or too near to one another; `erase` names a key, too."""
    targets = [n for n in nodes if n.role in CONTROLS]
    keys = [n for n in targets if len(n.name) <= 2 or n.name == erase]
    least = [(n, KEY_MM if n in keys else TARGET_MM) for n in targets]
    found = [
        f"{n.name} {n.rect.width()}x{n.rect.height()}"
        for n, mm in least
        if min(n.rect.width(), n.rect.height()) < mm * px_per_mm - 1
    ]
    gap = GAP_MM * px_per_mm - 1
    for i, one in enumerate(targets):
        grown = one.rect.adjusted(-int(gap), -int(gap), int(gap), int(gap))
        found += [
            f"{one.name} | {two.name}" for two in targets[i + 1 :] if grown.intersects(two.rect)
        ]
    return found


def unread(window: Any, nodes: Any) -> list[str]:
    """The visible texts that no node of the accessibility tree says."""
    said = "\n".join(f"{n.name}\n{n.description}" for n in nodes).casefold()
    shown = [t.property("text") for t in texts(window)]
    return [text for text in shown if text != SAMPLE and text.casefold() not in said]


def check(kiosk: Any, page: str, px_per_mm: float) -> dict[str, object]:
    kiosk.finger.wait_for_stillness()
    window, nodes = kiosk.window.root, kiosk.finger.nodes()
    headings = [n.name for n in nodes if n.role == "Heading"]
    focused = [n for n in nodes if n.focused]
    found = {
        "unnamed": [n for n in nodes if n.role in CONTROLS and not n.name],
        "headings": headings if len(headings) != 1 else [],
        "focus": [] if len(focused) == 1 else [n.name for n in focused] or ["nothing"],
        "clipped": clipped(window),
        "broken words": broken_words(window),
        "overlapping": overlapping(window),
        "small": small(nodes, px_per_mm, kiosk.patient._speaking.say("key_erase")),
        "unread": unread(window, nodes),
    }
    return {f"{page}: {rule}": what for rule, what in found.items() if what}


def broken_rules(
    open_kiosk: Callable[..., Any], panel: str, step: int, language: str
) -> dict[str, object]:
    kiosk = open_kiosk(panel=PANELS[panel])
    found: dict[str, object] = {}
    help_at = set()
    for page in pages(kiosk, language):
        kiosk.patient._display.setText(step)
        found |= check(kiosk, page, PANELS[panel][1])
        if page in WITH_HELP:
            help_at.add(kiosk.finger.find(kiosk.patient._speaking.say("help")).rect.getRect())
    return found if len(help_at) == 1 else found | {"help moves": help_at}


@pytest.mark.parametrize("panel", PANELS)
def test_every_page_is_readable_and_touchable(open_kiosk: Callable[..., Any], panel: str) -> None:
    assert broken_rules(open_kiosk, panel, 0, "en") == {}


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("step", [0, 1, 2])
@pytest.mark.parametrize("panel", PANELS)
def test_every_page_is_readable_and_touchable_in_every_size_and_language(
    open_kiosk: Callable[..., Any], panel: str, step: int, language: str
) -> None:
    assert broken_rules(open_kiosk, panel, step, language) == {}


def test_the_focus_moves_to_the_heading_of_the_new_page(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    for _ in range(2):
        rest(0.05)
        assert [n.role for n in kiosk.finger.nodes() if n.focused] == ["Heading"]
        kiosk.finger.touch("Continue")


def test_the_fixed_controls_are_at_the_same_place_on_every_page(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    places = set()
    for _ in range(3):
        names = ("Back", "Continue", "I need help", "Language", "Display")
        places.add(tuple(kiosk.finger.find(name).rect.center().toTuple() for name in names))
        kiosk.finger.touch("Continue")
        rest(0.05)
    assert len(places) == 1


@pytest.mark.parametrize("panel", PANELS)
def test_the_board_has_its_place_on_the_first_page(
    open_kiosk: Callable[..., Any], panel: str
) -> None:
    kiosk = open_kiosk(panel=PANELS[panel])
    text = "“All over” is among the answers now."
    line = BoardLine("did", date(2026, 3, 2), text, before={"en": "Where does it hurt most?"})
    kiosk.patient.show_board(Board(date(2026, 3, 9), (line,)))
    for step in range(3):
        kiosk.patient._display.setText(step)
        if step < (1 if "800x1280" in panel else 2):  # large text goes before the board
            kiosk.finger.wait_for("We said, we did")
        assert check(kiosk, f"attract {step}", PANELS[panel][1]) == {}


def test_icons_beside_one_another_are_on_one_line(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    shown = items(kiosk.window.root.contentItem())
    icons = [item for item in shown if qml_type(item).startswith("Icon_")]
    tops = [round(icon.mapToScene(QPointF(0, 0)).y()) for icon in icons]
    assert len(tops) == 7
    assert len(set(tops)) == 2


def test_a_text_too_long_for_its_page_is_one_touch_away(open_kiosk: Callable[..., Any]) -> None:
    item = {"linkId": "a", "type": "boolean", "text": "word " * 300}
    raw = {"resourceType": "Questionnaire", "url": "http://example.org/l", "title": "Long"}
    form = parse_questionnaire(raw | {"item": [item]})
    kiosk = open_kiosk(panel=PANELS['10" 1280x800'], forms=(form,))
    kiosk.begin("Long")
    before = kiosk.finger.find(kiosk.finger.heading()).rect.top()
    kiosk.finger.touch("Read on")
    assert kiosk.finger.find(kiosk.finger.heading()).rect.top() < before


def test_the_question_is_seen_at_once_and_reading_on_begins_at_its_stem(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk(panel=PANELS['10" 1280x800'])
    kiosk.begin("Worries (GAD-7)")
    kiosk.patient._display.setText(1)
    kiosk.finger.wait_for_stillness()

    def shown(words: str) -> float:
        [text] = [t for t in texts(kiosk.window.root) if t.property("text").startswith(words)]
        return max(0.0, shown_rect(text).height() / text.height())

    assert shown("Feeling nervous") > 0.99
    assert 0 < shown("Over the last") < 1
    kiosk.finger.touch("Read on")
    assert shown("Over the last") > 0.9
    kiosk.finger.touch("Read on")
    assert shown("Touch one answer") > 0.9
