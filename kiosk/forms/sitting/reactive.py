"""Values that know what they were worked out from, so that a change touches only its dependants.

A `Source` is set from outside; a `Cell` is worked out, and whatever it reads while that happens
becomes its dependency. Setting a source marks the cells that hang on it; a marked cell is worked
out again only if something it read really changed. Nothing is declared twice: an expression
depends on what it looked at, no more and no less.

The scheme is the "verifying trace" of incremental build systems (Mokhov, Mitchell, Peyton Jones:
Build Systems à la Carte, 2018, section 4.2.2).
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, Protocol

CLEAN: Final = 0
CHECK: Final = 1
"""Something further down changed; whether that reaches this cell is not known yet."""
CHECKING: Final = 2
DIRTY: Final = 3
BUSY: Final = 4
"""Being worked out at this moment: who reads it now is part of a circle."""

_MOST_ROUNDS: Final = 20


class Owner(Protocol):
    """Whose value a cell is."""

    @property
    def order(self) -> int:
        """Cells are settled in this order, so that each comes after what it reads."""


class Graph:
    """The sources and cells of one sitting."""

    def __init__(self) -> None:
        self.reader: Cell | None = None
        self._marked: dict[Cell, None] = {}

    def settle(self) -> list["Cell"]:
        """Works out all that is marked, in the cells' order; those whose value changed.

        Cells that read each other in a circle may never agree; they are left after some rounds.
        """
        changed = []
        for _ in range(_MOST_ROUNDS):
            if not self._marked:
                break
            waiting = sorted(self._marked, key=lambda cell: cell.owner.order)
            self._marked.clear()
            for cell in waiting:
                cell.refresh()
                if not cell.same(cell.settled, cell.value):
                    changed.append(cell)
                cell.settled = cell.value
        return changed

    def mark(self, cells: "Iterable[Cell]") -> None:
        """Marks cells as changed, and as "to be checked" all that hang on them."""
        waiting = [(cell, DIRTY) for cell in cells]
        while waiting:
            cell, found = waiting.pop()
            if cell.state >= found:
                continue
            if cell.state == CLEAN:
                self._marked[cell] = None
                waiting += [(reader, CHECK) for reader in cell.readers]
            cell.state = found


class Source:
    """A value set from outside."""

    __slots__ = ("_graph", "readers", "value")

    def __init__(self, graph: Graph, value: Any) -> None:
        self._graph = graph
        self.readers: dict[Cell, None] = {}
        self.value = value

    def get(self) -> Any:
        """The value; the cell being worked out depends on it from now on."""
        reader = self._graph.reader
        if reader is not None and reader not in self.readers:
            self.readers[reader] = None
            reader.reads[self] = None
        return self.value

    def set(self, value: Any) -> None:
        """Another value; what hangs on it is marked."""
        self.value = value
        self._graph.mark(self.readers)

    def refresh(self) -> None:
        """Nothing to do: a source is what it was set to."""


class Cell:
    """A value worked out from others: on first use, and again after what it read changed.

    Attributes:
        owner: whose value it is, for those who are told that it changed.
        same: whether two values count as unchanged.
        settled: the value when all was last settled.
    """

    __slots__ = (
        "_compute",
        "_empty",
        "_graph",
        "owner",
        "readers",
        "reads",
        "same",
        "settled",
        "state",
        "value",
    )

    def __init__(
        self,
        graph: Graph,
        compute: Callable[[], Any],
        *,
        empty: Any,
        owner: Owner,
        same: Callable[[Any, Any], bool] = lambda one, other: bool(one == other),
    ) -> None:
        self._graph = graph
        self._compute = compute
        self._empty = empty
        self.owner = owner
        self.same = same
        self.reads: dict[Source | Cell, None] = {}
        self.readers: dict[Cell, None] = {}
        self.state = DIRTY
        self.value = self.settled = empty

    def get(self) -> Any:
        """The value; the cell being worked out depends on it from now on.

        A cell that reads itself reads its empty value. Who reads a cell that is being worked out
        gets the value it had, and is worked out again where that turns out to be another.
        """
        reader = self._graph.reader
        if reader is not None and reader not in self.readers and reader is not self:
            self.readers[reader] = None
            reader.reads[self] = None
        if self.state == CLEAN:
            return self.value
        if self.state == BUSY and reader is self:
            return self._empty
        self.refresh()
        return self.value

    def refresh(self) -> None:
        """Brings the value up to date."""
        if self.state == CHECK:
            self.state = CHECKING
            for read in tuple(self.reads):
                read.refresh()
                if self.state == DIRTY:
                    break
            else:
                self.state = CLEAN
        if self.state == DIRTY:
            self._work_out()

    def _work_out(self) -> None:
        for read in self.reads:
            read.readers.pop(self, None)
        self.reads.clear()
        self.state = BUSY
        outer, self._graph.reader = self._graph.reader, self
        try:
            value = self._compute()
            self.state = CLEAN
        finally:
            self._graph.reader = outer
            if self.state != CLEAN:
                self.state = DIRTY  # it failed, and is as unknown as before
        if not self.same(self.value, value):
            self.value = value
            self._graph.mark(self.readers)
