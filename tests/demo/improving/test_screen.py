"""The patients of the story at the real window: what they do there is what is counted."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
import shiboken6
from PySide6.QtGui import QGuiApplication

from kiosk.demo.improving import facts
from kiosk.demo.improving.clinic import BAD, furnish, settings_of
from kiosk.demo.improving.clock import StoryClock
from kiosk.demo.improving.screen import Screen
from kiosk.demo.improving.visitors import Visitor, drawn
from kiosk.demo.walk import LANDSCAPE
from kiosk.running.app import Kiosk
from kiosk.running.parts import Parts, parts
from kiosk.store.database import Store, create_store
from kiosk.store.figures import Span, item_counts
from kiosk.sync.fetch.at_hand import at_hand
from kiosk.trial.touch import rest

PLAIN = drawn(Random(1))._replace(  # noqa: S311 - play, not secrets
    language="en", text=0, theme="light", keys=False, old=(), new=(), others={}, words=""
)


class Waiting(NamedTuple):
    """The patients' window with its store."""

    screen: Screen
    store: Store
    kiosk: Kiosk


@pytest.fixture
def waiting(tmp_path: Path) -> Iterator[Waiting]:
    app = QGuiApplication.instance() or QGuiApplication([])
    assert app is not None
    clock, store = StoryClock(), create_store(tmp_path / "store", b"k" * 32)
    furnish(store, clock)
    settings = settings_of(str(tmp_path / "store"))
    found = at_hand(store, settings)
    made_of = Parts(found.forms, parts(settings).words, found.value_sets)
    kiosk = Kiosk(store, settings, made_of, LANDSCAPE, now=clock)
    yield Waiting(Screen(kiosk), store, kiosk)
    kiosk.close()
    store.close()
    for one in (kiosk.patient, kiosk.staff):
        shiboken6.delete(one)


def counted(waiting: Waiting) -> Any:
    rest(0.3)  # the last one is on the way to the disk
    (form,) = {key.questionnaire for key in keys(waiting)}
    return facts.counted(waiting.store, form)


def keys(waiting: Waiting) -> Any:
    with waiting.store.reading() as c:
        return item_counts(c, Span())


@pytest.mark.parametrize(
    ("who", "trouble"),
    [
        (PLAIN, {}),
        (PLAIN._replace(old=("help", "remark"), words="nots"), {"help": 1}),
        (PLAIN._replace(old=("remark",), text=2), {}),
        (PLAIN._replace(old=("leave",), language="pl", theme="contrast-dark"), {"left_here": 1}),
        (PLAIN._replace(old=("not-sure",), keys=True), {"not_sure": 1}),
    ],
    ids=["understands", "asks and remarks", "in the largest text", "leaves, in Polish", "by keys"],
)
def test_each_way_to_stumble_is_counted_once_whatever_the_screen_looks_like(
    waiting: Waiting, who: Visitor, trouble: dict[str, int]
) -> None:
    waiting.screen.visit(who)
    found = counted(waiting)

    kinds = ("help", "left_here", "not_sure")
    assert {name: many for name in kinds if (many := getattr(found, name))} == trouble
    assert (found.shown, found.troubled) == (1, int(bool(trouble)))
    assert {key.link_id for key, one in keys(waiting).items() if one.troubled} <= {BAD}


def test_a_remark_takes_three_touches_and_its_words_find_it(waiting: Waiting) -> None:
    waiting.screen.visit(PLAIN._replace(old=("remark",)))
    (receipt,) = waiting.screen.receipts

    assert waiting.screen.remark_touches == 3
    assert "We have it" in waiting.screen.look_up(receipt)
