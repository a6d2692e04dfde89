"""No object that QML looks into has a shape of its own.

Qt's binding gives an object a metaobject of its own once a signal is connected to a method of it
that is no slot. It goes with the object; QML, which knows shapes by where they lie, takes the next
one there for it. Then the desk's page is empty, one time in a hundred that it is opened.
"""

import ast
import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import ClassInfo, QMetaMethod, QObject

KIOSK = Path(__file__).parents[2] / "kiosk"
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


def _names(decorators: list[ast.expr]) -> set[str]:
    """The last names of them: `Slot` for `@QtCore.Slot(int)`."""
    bare = (one.func if isinstance(one, ast.Call) else one for one in decorators)
    return {ast.unparse(one).rpartition(".")[2] for one in bare}


def _connected(shape: ast.ClassDef) -> set[str]:
    """Names of its own methods that it connects to signals."""
    calls = (
        one.args[0]
        for one in ast.walk(shape)
        if isinstance(one, ast.Call) and ast.unparse(one.func).endswith(".connect") and one.args
    )
    return {ast.unparse(one).removeprefix("self.") for one in calls}


def no_slots_of(source: str) -> set[str]:
    """Methods of classes of QML in it that are connected to a signal and are no slot."""
    return {
        f"{shape.name}.{method.name}"
        for shape in ast.walk(ast.parse(source))
        if isinstance(shape, ast.ClassDef) and "QmlElement" in _names(shape.decorator_list)
        for method in shape.body
        if isinstance(method, ast.FunctionDef)
        and method.name in _connected(shape)
        and "Slot" not in _names(method.decorator_list)
    }


def test_what_is_connected_is_a_slot() -> None:
    """Also where no test has ever come to the connection: a sound that fails, a cable pulled."""
    assert set().union(*(no_slots_of(one.read_text()) for one in KIOSK.rglob("*.py"))) == set()


def test_the_check_of_connections_sees_one() -> None:
    source = """
@QmlElement
class Odd(QObject):
    def __init__(self):
        self.changed.connect(self._heard)
        self.changed.connect(self._seen)

    def _heard(self): ...

    @Slot()
    def _seen(self): ...
"""
    assert no_slots_of(source) == {"Odd._heard"}


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
