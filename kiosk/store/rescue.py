"""Carries every row that can still be read from damaged pages into a new database."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Final

import msgspec
from sqlalchemy import Connection

from kiosk.store.layout import Layout, Part
from kiosk.store.pages import Pages
from kiosk.store.shapes import SCHEMA, Shape, index_shape, table_shape
from kiosk.store.tree import Cell, Value, Walked, read_page, walk

_AT_ONCE: Final = 500
Known = dict[int, dict[str, Value]]
"""By row number what the indexes say of a row."""


class TableSaved(msgspec.Struct, frozen=True):
    """How a table came through.

    Attributes:
        name: of the table.
        saved: its rows in the new store.
        lost: rows that are known to be lost, for an index still names them.
        pages: its damaged pages.
        certain: no other row can be lost: none of its pages is damaged, or a whole index names
            every row that there was.
    """

    name: str
    saved: int
    lost: int
    pages: int
    certain: bool


class Rescued(msgspec.Struct, frozen=True):
    """What came of it.

    Attributes:
        tables: one line each.
        known: by table what the indexes say of each lost row.
    """

    tables: tuple[TableSaved, ...]
    known: dict[str, list[dict[str, Value]]]


def rescue(pages: Pages, layout: Layout, c: Connection) -> Rescued:
    """Make the tables of a damaged database in a new, empty one, and fill them.

    Args:
        pages: of the damaged one.
        layout: likewise.
        c: a write transaction of the new one; committed again and again on the way.
    """
    return _Rescue(pages, layout, c).run()


def layout_of(pages: Pages, kept: Layout | None) -> Layout | None:
    """As the file says itself, else as it was kept of this file; None where neither is whole."""
    if kept is not None and bytes.fromhex(kept.salt) != pages.salt:
        kept = None
    walked = Walked()
    cells = list(walk(pages, 1, walked))
    listed = [_part(cell) for cell in cells]
    parts = tuple(part for part in listed if part is not None)
    if walked.damaged or not parts or len(parts) < len(listed):
        return kept
    known = ("", "") if kept is None else (kept.version, kept.kiosk_id)
    return Layout("", 0, *known, parts)


def _part(cell: Cell) -> Part | None:
    if cell.record is None or len(cell.record) != len(Part._fields):
        return None
    type_, name, table, root, sql = cell.record
    return Part(
        str(type_), str(name), str(table), int(root or 0), None if sql is None else str(sql)
    )


class _Rescue:
    def __init__(self, pages: Pages, layout: Layout, c: Connection) -> None:
        self._pages, self._layout, self._c = pages, layout, c
        self._seen: set[int] = set()
        self._damaged: dict[str, list[int]] = {}
        self._saved: dict[str, set[int]] = defaultdict(set)
        self._lost: dict[str, Known] = defaultdict(dict)
        self._named: set[str] = set()
        self._more: dict[str, int] = defaultdict(int)

    def run(self) -> Rescued:
        for type_ in ("table", "index"):
            self._make(type_)
        tables = [table_shape(self._c, part) for part in self._parts("table")]
        named = {shape.part.name: shape for shape in tables}
        indexes = [
            index_shape(self._c, part, named[part.table])
            for part in self._parts("index")
            if part.table in named
        ]
        deque(self._walk(SCHEMA), maxlen=0)
        for shape in tables:
            self._keep(shape, self._walk(shape))
        for shape in indexes:
            self._note(shape, self._walk(shape))
            if self._names_rows(shape) and not self._damaged[shape.part.name]:
                self._named.add(shape.part.table)
        self._place_strays([SCHEMA, *tables, *indexes])
        self._drop_orphans(tables)
        for type_ in ("trigger", "view"):
            self._make(type_)
        self._c.commit()
        return Rescued(
            tuple(self._line(shape) for shape in tables),
            {name: list(rows.values()) for name, rows in self._lost.items() if rows},
        )

    def _parts(self, type_: str) -> Iterator[Part]:
        for part in self._layout.parts:
            # What SQLite gathers for its planner is made anew by it, and holds samples of rows.
            own = part.table.startswith("sqlite_")
            if part.type == type_ and not own:
                yield part

    def _make(self, type_: str) -> None:
        for part in self._parts(type_):
            if part.sql is not None:
                self._c.exec_driver_sql(part.sql)

    def _walk(self, shape: Shape) -> Iterator[Cell]:
        """The rows that can be reached, and once they are through, what could not be."""
        walked = Walked()
        yield from walk(self._pages, shape.part.root, walked)
        self._seen |= walked.seen
        self._damaged[shape.part.name] = list(dict.fromkeys(walked.damaged))

    def _keep(self, shape: Shape, cells: Iterable[Cell]) -> None:
        """Write the rows of a table; note those whose end is lost."""
        rows = self._rows(shape, cells)
        while some := list(islice(rows, _AT_ONCE)):
            for names, alike in groupby(some, key=lambda row: row[0]):
                marks = ", ".join("?" * len(names))
                listed = ", ".join(_quoted(name) for name in names)
                # Names from the database's own list of tables; nothing of a row stands in the SQL.
                self._c.exec_driver_sql(
                    f"INSERT OR IGNORE INTO {_quoted(shape.part.name)} ({listed}) VALUES ({marks})",  # noqa: S608
                    [values for _, values in alike],
                )
            self._c.commit()

    def _rows(
        self, shape: Shape, cells: Iterable[Cell]
    ) -> Iterator[tuple[tuple[str, ...], tuple[Value, ...]]]:
        name = shape.part.name
        for cell in cells:
            if cell.record is None:
                if cell.rowid is None:
                    self._more[name] += 1
                else:
                    self._lost[name].setdefault(cell.rowid, {})
                continue
            if len(cell.record) > len(shape.columns):
                continue
            if cell.rowid is not None:
                self._saved[name].add(cell.rowid)
                self._lost[name].pop(cell.rowid, None)
            yield shape.values(cell, cell.record)

    def _note(self, shape: Shape, entries: Iterable[Cell]) -> None:
        """Remember what an index says of rows that were not found."""
        table, names = shape.part.table, [column.name for column in shape.columns]
        for entry in entries:
            if entry.record is None or len(entry.record) != len(names):
                continue
            row = dict(zip(names, entry.record, strict=True))
            rowid = row.get("rowid")
            if isinstance(rowid, int) and rowid not in self._saved[table]:
                self._lost[table].setdefault(rowid, {}).update(row)

    def _place_strays(self, shapes: list[Shape]) -> None:
        """Whole pages whose way from the root is damaged; one that fits nowhere is left."""
        torn = [shape for shape in shapes if self._damaged.get(shape.part.name)]
        if not torn:
            return
        for number in range(1, self._pages.count + 1):
            page = None
            if number not in self._seen:
                walked = Walked()
                page = read_page(self._pages, number, walked)
            if page is None or not page.cells:
                continue
            fitting = [shape for shape in torn if shape.fits(page)]
            if len(fitting) > 1:  # a row from before a column was added is the unlikelier
                fitting = [shape for shape in fitting if shape.fills(page)]
            if len(fitting) == 1 and fitting[0] is not SCHEMA:
                take = self._keep if fitting[0].part.type == "table" else self._note
                take(fitting[0], page.cells)

    def _names_rows(self, index: Shape) -> bool:
        return any(column.name == "rowid" for column in index.columns)

    def _drop_orphans(self, tables: list[Shape]) -> None:
        """Rows that refer to a lost one would never be seen again, nor deleted when old."""
        for shape in tables:
            name = shape.part.name
            keys = self._c.exec_driver_sql(
                'SELECT "table", "from", "to" FROM pragma_foreign_key_list(?)', (name,)
            ).all()
            for parent, own, its in keys:
                self._more[name] += self._c.exec_driver_sql(
                    f"DELETE FROM {_quoted(name)} WHERE {_quoted(own)} NOT IN "  # noqa: S608 - as above
                    f"(SELECT {_quoted(its)} FROM {_quoted(parent)})"
                ).rowcount

    def _line(self, shape: Shape) -> TableSaved:
        name = shape.part.name
        saved = self._c.exec_driver_sql(f"SELECT count(*) FROM {_quoted(name)}").scalar()  # noqa: S608 - as above
        lost = len(self._lost[name]) + self._more[name]
        damaged = len(self._damaged[name])
        return TableSaved(name, int(saved or 0), lost, damaged, not damaged or name in self._named)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
