"""The table of the desk: what it tells of rows that come again every few seconds."""

from collections.abc import Callable

import pytest

from kiosk.ui.reception.table import Column, Row, Table

FEW = (Row("1", ("Ada", "waiting")), Row("2", ("Bo", "done")), Row("3", ("Cy", "left")))


@pytest.fixture
def table() -> Table:
    made = Table((Column("who", "Who"), Column("where", "Where")))
    made.set_rows(FEW)
    return made


@pytest.fixture
def told(table: Table) -> list[str]:
    """What the table said, in order."""
    heard = list[str]()

    def note(name: str) -> Callable[..., None]:
        return lambda *_: heard.append(name)

    table.modelReset.connect(note("reset"))
    table.dataChanged.connect(lambda first, last, _: heard.append(f"{first.row()}-{last.row()}"))
    table.changed.connect(note("changed"))
    return heard


def test_where_nothing_changed_nothing_is_told(table: Table, told: list[str]) -> None:
    table.set_rows(Row(*one) for one in FEW)
    assert told == []


def test_where_one_row_says_something_else_that_one_is_told(table: Table, told: list[str]) -> None:
    table.set_rows((FEW[0], Row("2", ("Bo", "left")), FEW[2]))
    assert told == ["1-1", "changed"]


def test_where_a_row_is_gone_the_table_is_laid_anew(table: Table, told: list[str]) -> None:
    table.choose_key("2")
    told.clear()
    table.set_rows(FEW[::2])
    assert told == ["reset", "changed"]
    assert table.property("current") == ""


def test_cleared_it_holds_no_row_and_no_filter(table: Table, told: list[str]) -> None:
    table.filterBy("nobody")
    assert (table.property("count"), table.property("all")) == (0, 3)
    table.clear()
    assert (table.property("filtered"), table.property("all")) == ("", 0)
    table.set_rows(FEW)
    assert table.property("count") == 3
    assert told[-1] == "changed"
