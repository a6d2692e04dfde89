"""How the rows of a table or index look, so that a page without its way from the root is known."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection

from kiosk.store.layout import Part
from kiosk.store.tree import INDEX_INNER, INDEX_LEAF, TABLE_LEAF, Cell, Page, Record, Value

_SORTS: dict[str, tuple[type, ...]] = {
    "INTEGER": (int,),
    "TEXT": (str,),
    "BLOB": (bytes,),
    "REAL": (int, float),
}
_ANY = (int, float, str, bytes)


class Column(NamedTuple):
    """One column: what its values may be, and whether it may hold none."""

    name: str
    sorts: tuple[type, ...]
    may_be_empty: bool


@dataclass(frozen=True)
class Shape:
    """A table, or an index, as it lies in a tree of pages.

    Attributes:
        part: its place.
        columns: in the order in which its rows keep them.
        rowids: whether it is a table with row numbers.
        alias: the column that is the row number itself, and stands in the rows as empty; "" none.
    """

    part: Part
    columns: tuple[Column, ...]
    rowids: bool = False
    alias: str = ""

    def fits(self, page: Page) -> bool:
        """Whether all rows of a page may be rows of this."""
        kinds = {TABLE_LEAF} if self.rowids else {INDEX_LEAF, INDEX_INNER}
        return page.kind in kinds and all(self._fits(cell) for cell in page.cells)

    def fills(self, page: Page) -> bool:
        """Whether no row of a page lacks a column of this."""
        records = (cell.record for cell in page.cells)
        return all(record is None or len(record) == len(self.columns) for record in records)

    def values(self, cell: Cell, record: Record) -> tuple[tuple[str, ...], Record]:
        """The columns of a row and their values, its row number among them.

        A row from before a column was added lacks it, and gets what the column holds by default.
        """
        names = tuple(column.name for column in self.columns[: len(record)])
        if not self.rowids:
            return names, record
        if not self.alias:
            return ("rowid", *names), (cell.rowid, *record)
        return names, tuple(
            cell.rowid if name == self.alias else value
            for name, value in zip(names, record, strict=False)
        )

    def _fits(self, cell: Cell) -> bool:
        if cell.record is None or len(cell.record) > len(self.columns):
            return cell.record is None
        if not self.rowids and len(cell.record) < len(self.columns):
            return False
        return all(
            self._holds(column, value)
            for column, value in zip(self.columns, cell.record, strict=False)
        )

    def _holds(self, column: Column, value: Value) -> bool:
        if value is None or column.name == self.alias:
            return value is None and (column.may_be_empty or column.name == self.alias)
        return isinstance(value, column.sorts)


SCHEMA = Shape(
    Part("table", "sqlite_schema", "sqlite_schema", 1, None),
    tuple(
        Column(name, (int,) if name == "rootpage" else (str,), may_be_empty=name == "sql")
        for name in ("type", "name", "tbl_name", "rootpage", "sql")
    ),
    rowids=True,
)
"""SQLite's own list of tables: its pages are no table's."""


def table_shape(c: Connection, part: Part) -> Shape:
    """The shape of a table that stands in a sound database, too."""
    rows = c.exec_driver_sql(
        'SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (part.name,)
    ).all()
    without = c.exec_driver_sql(
        "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?", (part.name,)
    ).scalar()
    keys = sorted((pk, name) for name, _, _, pk in rows if pk)
    columns = [
        Column(name, _sorts(type_), not notnull and not (without and pk))
        for name, type_, notnull, pk in rows
    ]
    if without:  # the columns of the key come first
        order = [name for _, name in keys]
        columns.sort(key=lambda column: order.index(column.name) if column.name in order else 99)
        return Shape(part, tuple(columns))
    types = {name: type_.upper() for name, type_, _, _ in rows}
    alias = keys[0][1] if len(keys) == 1 and types[keys[0][1]] == "INTEGER" else ""
    return Shape(part, tuple(columns), rowids=True, alias=alias)


def index_shape(c: Connection, part: Part, table: Shape) -> Shape:
    """The shape of an index: its columns, then what names the row."""
    known = {column.name: column for column in table.columns}
    names = c.exec_driver_sql(
        "SELECT name FROM pragma_index_xinfo(?) ORDER BY seqno", (part.name,)
    ).scalars()
    rowid = Column("rowid", (int,), may_be_empty=False)
    return Shape(part, tuple(rowid if name is None else known[name] for name in names))


def _sorts(declared: str) -> tuple[type, ...]:
    """SQLite's rule which values a column of a declared type holds."""
    words = declared.upper()
    if "INT" in words:
        return _SORTS["INTEGER"]
    if any(word in words for word in ("CHAR", "CLOB", "TEXT")):
        return _SORTS["TEXT"]
    if "BLOB" in words:
        return _SORTS["BLOB"]
    return _SORTS["REAL"] if any(word in words for word in ("REAL", "FLOA", "DOUB")) else _ANY
