"""Values that are worked out again only where something they read changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk.forms.sitting.reactive import Cell, Graph, Source


@dataclass
class Owner:
    """Whose cell it is: its place among the others."""

    order: int = 0


class Sheet:
    """Sources and cells by name, and how often each cell was worked out."""

    def __init__(self, **sources: Any) -> None:
        self.graph = Graph()
        self.sources = {name: Source(self.graph, value) for name, value in sources.items()}
        self.cells: dict[str, Cell] = {}
        self.runs: dict[str, int] = {}
        self.finished: list[str] = []

    def add(self, name: str, compute: Callable[[], Any], *, order: int = 0, empty: Any = 0) -> Cell:
        def counted() -> Any:
            self.runs[name] = self.runs.get(name, 0) + 1
            found = compute()
            self.finished.append(name)
            return found

        made = self.cells[name] = Cell(self.graph, counted, empty=empty, owner=Owner(order))
        return made

    def get(self, name: str) -> Any:
        return (self.sources.get(name) or self.cells[name]).get()

    def set(self, name: str, value: Any) -> list[str]:
        """Sets a source; the names of the cells that changed, in the order they were settled."""
        self.sources[name].set(value)
        names = {cell: name for name, cell in self.cells.items()}
        return [names[cell] for cell in self.graph.settle()]


def settled(sheet: Sheet) -> Sheet:
    for cell in sheet.cells.values():
        cell.refresh()
        cell.settled = cell.value
    sheet.runs.clear()
    sheet.finished.clear()
    return sheet


def diamond() -> Sheet:
    sheet = Sheet(top=1)
    sheet.add("left", lambda: sheet.get("top") + 1, order=1)
    sheet.add("right", lambda: sheet.get("top") % 2, order=2)
    sheet.add("bottom", lambda: sheet.get("left") * 10 + sheet.get("right"), order=3)
    return settled(sheet)


def test_nothing_is_worked_out_before_it_is_wanted() -> None:
    sheet = Sheet(top=1)
    sheet.add("left", lambda: sheet.get("top"))

    assert sheet.runs == {}
    assert [sheet.get("left") for _ in range(3)] == [1, 1, 1]
    assert sheet.runs == {"left": 1}


def test_what_two_ways_lead_to_is_worked_out_once() -> None:
    sheet = diamond()

    assert sheet.set("top", 2) == ["left", "right", "bottom"]
    assert sheet.runs == {"left": 1, "right": 1, "bottom": 1}
    assert sheet.get("bottom") == 30


def test_a_value_that_stays_the_same_ends_the_work() -> None:
    sheet = Sheet(top=1)
    sheet.add("parity", lambda: sheet.get("top") % 2, order=1)
    sheet.add("word", lambda: "odd" if sheet.get("parity") else "even", order=2)
    settled(sheet)

    assert sheet.set("top", 3) == []
    assert sheet.runs == {"parity": 1}


def test_a_source_set_to_what_it_was_changes_nothing_further_down() -> None:
    sheet = diamond()

    assert sheet.set("top", 1) == []
    assert "bottom" not in sheet.runs


def test_what_is_not_read_any_more_is_not_looked_at() -> None:
    sheet = Sheet(which=1, one=1, other=2)
    sheet.add("chosen", lambda: sheet.get("one") if sheet.get("which") else sheet.get("other"))
    settled(sheet)

    assert sheet.set("other", 20) == []
    assert sheet.set("which", 0) == ["chosen"]
    assert sheet.set("one", 10) == []
    assert sheet.set("other", 30) == ["chosen"]
    assert sheet.runs == {"chosen": 2}


def test_a_cell_looked_at_between_is_up_to_date_before_all_is_settled() -> None:
    sheet = diamond()
    sheet.sources["top"].set(4)

    assert sheet.get("bottom") == 50
    assert [cell.value for cell in sheet.graph.settle()] == [5, 0, 50]
    assert sheet.graph.settle() == []


def test_only_what_differs_from_the_last_time_is_told() -> None:
    sheet = diamond()
    sheet.sources["top"].set(4)
    sheet.get("bottom")
    sheet.sources["top"].set(1)

    assert sheet.graph.settle() == []


def test_a_cell_that_reads_itself_reads_its_empty_value() -> None:
    sheet = Sheet(top=1)
    sheet.add("sum", lambda: sheet.get("top") + sheet.get("sum"), empty=100)
    settled(sheet)

    assert sheet.get("sum") == 101
    assert sheet.set("top", 2) == ["sum"]
    assert sheet.get("sum") == 102


def test_cells_that_read_each_other_settle_where_they_can_agree() -> None:
    sheet = Sheet(top=1)
    sheet.add("one", lambda: max(sheet.get("top"), sheet.get("other")), order=1)
    sheet.add("other", lambda: min(sheet.get("one"), 5), order=2)
    settled(sheet)
    sheet.set("top", 3)

    assert (sheet.get("one"), sheet.get("other")) == (3, 3)


def test_cells_that_can_never_agree_are_left_after_some_rounds() -> None:
    sheet = Sheet(top=1)
    sheet.add("one", lambda: sheet.get("top") + sheet.get("other"), order=1)
    sheet.add("other", lambda: sheet.get("one") + 1, order=2)
    settled(sheet)
    sheet.set("top", 2)

    assert sum(sheet.runs.values()) < 100


def test_cells_are_settled_in_their_order() -> None:
    sheet = Sheet(top=1)
    for order in (3, 1, 2):
        sheet.add(f"cell {order}", lambda order=order: sheet.get("top") * order, order=order)
    settled(sheet)
    changed = sheet.set("top", 2)

    assert changed == sheet.finished == ["cell 1", "cell 2", "cell 3"]


def test_a_long_chain_in_order_needs_no_depth_of_calls() -> None:
    sheet = Sheet(n0=0)
    for number in range(1, 3000):
        sheet.add(f"n{number}", lambda n=number: sheet.get(f"n{n - 1}") + 1, order=number)
    settled(sheet)

    assert len(sheet.set("n0", 5)) == 2999
    assert sheet.get("n2999") == 3004


def test_a_failure_leaves_the_cell_to_be_worked_out_after_the_next_change() -> None:
    sheet = Sheet(top=1)
    sheet.add("inverse", lambda: 10 // sheet.get("top"))
    settled(sheet)
    sheet.sources["top"].set(0)
    try:
        sheet.get("inverse")
    except ZeroDivisionError:
        sheet.sources["top"].set(2)

    assert sheet.get("inverse") == 5


def test_same_decides_what_counts_as_a_change() -> None:
    graph = Graph()
    top = Source(graph, 1.0)
    near = Cell(graph, top.get, empty=0, owner=Owner(), same=lambda a, b: abs(a - b) < 0.5)
    near.refresh()
    near.settled = near.value
    top.set(1.2)

    assert graph.settle() == []
    top.set(2.0)
    assert graph.settle() == [near]
