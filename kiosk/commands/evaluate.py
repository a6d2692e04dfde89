"""`kiosk form evaluate`: what a FHIRPath expression gives.

It needs no settings, no store and no keyring.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from kiosk.commands.outcome import Outcome
from kiosk.commands.reading import read_file
from kiosk.errors import RefusedError, UsageError
from kiosk.fhirpath import Expression, FhirPathError, Node, Scope, json_of, node, type_name
from kiosk.forms.fhir_json import NotJson, decode_json
from kiosk.forms.sitting.scores import Scores


def evaluate(
    expression: str,
    resource: Path | None = None,
    *,
    variables: Mapping[str, Any] | None = None,
    now: datetime | None = None,
    strict: bool = False,
) -> Outcome:
    """`kiosk form evaluate EXPRESSION [RESOURCE]`: what a FHIRPath expression gives.

    Args:
        expression: FHIRPath.
        resource: a JSON file; without, the expression begins with nothing.
        variables: the %names it may read, as JSON.
        now: for now(), today() and timeOfDay(); without, the clock's.
        strict: a path that FHIR R4 does not know is an error.

    Raises:
        UsageError: the file is not there, or `now` has no time zone.
        RefusedError: the file is no JSON, or the expression fails.
    """
    if now is not None and now.tzinfo is None:
        raise UsageError("--now needs a time zone.", advice="For example 2026-01-01T09:00:00Z")
    focus = [] if resource is None else [_root(resource)]
    scores = Scores(lambda _item: ()).of_nodes
    scope = Scope(
        variables={name: _nodes(value) for name, value in (variables or {}).items()},
        now=now or datetime.now(UTC).astimezone(),
        functions={"weight": scores, "ordinal": scores},
        strict=strict,
    )
    try:
        found = Expression(expression).evaluate(focus, scope)
    except FhirPathError as cause:
        raise RefusedError(f"The expression fails: {cause}.") from cause
    # A decimal's digits carry meaning, and JSON readers lose them.
    values = [str(v) if isinstance(v := json_of(each), Decimal) else v for each in found]
    kinds = [type_name(each) for each in found]
    lines = [f"{kind}: {value}" for value, kind in zip(values, kinds, strict=True)]
    return Outcome(0, {"result": values, "types": kinds}, "\n".join(lines) or "(empty)")


def _root(resource: Path) -> Node:
    try:
        return node(decode_json(read_file(resource)))
    except NotJson as cause:
        raise RefusedError(f"{resource} is not JSON: {cause}.") from cause


def _nodes(value: Any) -> list[Node]:
    """A variable's value: of a list, each entry."""
    return [node(each) for each in (value if isinstance(value, list) else [value])]
