"""No object that QML looks into has a shape of its own.

Qt's binding gives an object a metaobject of its own once a signal is connected to a method of it
that is no slot. It goes with the object; QML, which knows shapes by where they lie, takes the next
one there for it. Then the desk's page is empty, one time in a hundred that it is opened.
"""

import gc
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import ClassInfo, QMetaMethod, QObject

SLOT = QMetaMethod.MethodType.Slot


def is_odd(one: QObject) -> bool:
    """Whether its metaobject has a slot that its class does not declare as one."""
    shape = one.metaObject()
    own = (shape.method(at) for at in range(shape.methodOffset(), shape.methodCount()))
    slots = (one.name().data().decode() for one in own if one.methodType() == SLOT)
    return any("_slots" not in vars(getattr(type(one), slot, is_odd)) for slot in slots)


def odd_ones() -> set[str]:
    """Names of our classes that QML knows, of which a living object has a shape of its own."""
    ours = [
        one for one in gc.get_objects()
        if isinstance(one, QObject) and type(one).__module__.startswith("kiosk.")
        and shiboken6.isValid(one) and one.metaObject().indexOfClassInfo("QML.Element") >= 0
    ]  # fmt: skip
    assert ours, "nothing that QML knows lives"
    return {type(one).__name__ for one in ours if is_odd(one)}


def test_at_the_patients_window(open_kiosk: Callable[..., Any]) -> None:
    kiosk = open_kiosk()
    kiosk.finger.touch("English")

    assert odd_ones() == set()


def test_the_check_sees_one() -> None:
    @ClassInfo({"QML.Element": "auto"})
    class Odd(QObject):
        def heard(self) -> None:
            """It is no slot."""

    Odd.__module__ = "kiosk.odd"
    odd = Odd()
    odd.objectNameChanged.connect(odd.heard)

    assert "Odd" in odd_ones()
