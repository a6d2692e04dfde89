"""In which order a form is worked out, and whether it can be at all.

An item waits for the item around it, for the questions its enableWhen looks at, and for what its
enableWhenExpression and calculatedExpression read; so do variables. Where that goes round in a
circle no answer could ever decide, and the form is refused.
Source: http://hl7.org/fhir/uv/sdc/STU3/expressions.html
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final

from kiosk.errors import FormUnreadable
from kiosk.fhirpath import FhirPathError, Reads
from kiosk.forms.compiled import Compiled
from kiosk.forms.expressions import (
    FormExpression,
    expression,
    expressions,
    launch_context_names,
)
from kiosk.forms.item import Item

_SHOWN: Final = 12
"""How much of a circle a message names."""

_RESPONSE: Final = frozenset({"resource", "context", "rootResource"})


def evaluation_order(
    raw: Mapping[str, Any], items: Sequence[Item], compiled: Compiled
) -> tuple[Item, ...]:
    """Every item, each after what it waits for.

    Args:
        raw: the form.
        items: all its items.
        compiled: its expressions.

    Raises:
        FormUnreadable: items or variables wait for each other.
    """
    waiting = _Waiting(raw, items, compiled)
    try:
        order = tuple(TopologicalSorter(waiting.needs()).static_order())
    except CycleError as cause:
        circle = cause.args[1] if len(cause.args[1]) <= _SHOWN else [*cause.args[1][:_SHOWN], ""]
        names = " → ".join(f"“{waiting.name(node)}”" if node else "…" for node in circle)
        concerned = waiting.item_in(cause.args[1])
        raise FormUnreadable(
            f"These wait for each other, so that no answer could decide: {names}.",
            advice="Break the circle in their enableWhen, variables or calculated expressions.",
            link_id=concerned.link_id if concerned else "",
            path=concerned.json_path if concerned else "Questionnaire",
        ) from cause
    by_path = {item.path: item for item in items}
    return tuple(by_path[path] for path in order if path in by_path)


class _Waiting:
    """Who waits for whom: items by path, variables by path and "%" and name."""

    def __init__(self, raw: Mapping[str, Any], items: Sequence[Item], compiled: Compiled) -> None:
        self._compiled = compiled
        self._items = items
        self._by_path = {item.path: item for item in items}
        self._by_link_id: dict[str, list[str]] = defaultdict(list)
        for item in items:
            self._by_link_id[item.link_id].append(item.path)
        self._declared = {"": {v.name: v for v in reversed(expressions(raw, "variable"))}}
        self._at_start = frozenset(launch_context_names(raw))
        for item in items:
            if found := expressions(item.raw, "variable"):
                self._declared[item.path] = {v.name: v for v in reversed(found)}

    def needs(self) -> dict[str, list[str]]:
        """Each item and variable, and what it waits for."""
        return {item.path: list(self._needs_of(item)) for item in self._items} | {
            _variable(scope, name): list(self._read_by(variable, scope))
            for scope, declared in self._declared.items()
            for name, variable in declared.items()
        }

    def name(self, node: str) -> str:
        """What a form's author calls it: the linkId, or the variable's %name."""
        item = self._by_path.get(node)
        return item.link_id if item else "%" + node.rpartition("%")[2]

    def item_in(self, nodes: Iterable[str]) -> Item | None:
        """The first item among them; where all are variables, that of the first of an item."""
        paths = (node.rpartition("%")[0] if node not in self._by_path else node for node in nodes)
        return next((self._by_path[path] for path in paths if path in self._by_path), None)

    def _needs_of(self, item: Item) -> Iterator[str]:
        if item.parent_path:
            yield item.parent_path
        for condition in item.enable_when:
            # Of a doubled linkId the first counts, here and in the evaluation.
            yield from self._by_link_id.get(condition.question, ())[:1]
        for kind in ("enableWhenExpression", "calculatedExpression"):
            if found := expression(item.raw, kind):
                yield from self._read_by(found, item.path)

    def _read_by(self, found: FormExpression, scope: str) -> Iterator[str]:
        reads = self._reads(found)
        if reads is None:
            return
        if reads.own_answer and scope in self._by_path:
            yield scope
        for link_id in _certain(reads):
            yield from self._by_link_id.get(link_id, ())[:1]
        for name in reads.variables:
            if (declared := self._scope_of(name, scope, found)) is not None:
                yield _variable(declared, name)

    def _reads(self, found: FormExpression) -> Reads | None:
        if not found.is_fhirpath:
            return None
        try:
            return self._compiled[found.text].reads
        except FhirPathError:
            return None

    def _scope_of(self, name: str, scope: str, found: FormExpression) -> str | None:
        """Where the variable that is meant by a name is declared."""
        declaring = [path for path in self._scopes(scope) if name in self._declared.get(path, {})]
        if found.kind == "variable" and found.name == name and declaring[:1] == [scope]:
            # One that reads its own name means the one further out, if there is any.
            outer = declaring[1:] or ([] if name in self._at_start else [scope])
            return next(iter(outer), None)
        return next(iter(declaring), None)

    def _scopes(self, path: str) -> Iterator[str]:
        while path:
            yield path
            path = self._by_path[path].parent_path
        yield ""


def _variable(scope: str, name: str) -> str:
    return f"{scope}%{name}"


def _certain(reads: Reads) -> Iterable[str]:
    """The linkIds in the response that it reads for certain.

    A linkId may also be looked for in the form (`%questionnaire`) or in another response.
    """
    if reads.variables <= _RESPONSE:
        return reads.link_ids
    return {link_id for path in reads.paths for link_id in path}
