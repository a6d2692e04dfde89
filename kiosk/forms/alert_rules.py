"""Alert rules: which answers of a form must reach a person at once, whatever else becomes of them.

A rule is an extension on the form, `alert-rule`, with a FHIRPath expression over the response:

    valueExpression.name         its id in the form, e.g. "item9"
    valueExpression.language     text/fhirpath
    valueExpression.expression   exactly `true`: somebody is to look; `false` or nothing: nobody
    valueExpression.description  for authors: what it says; shown to no patient and at no desk

It routes an answer to a person, and judges nothing. What can't be worked out, or gives anything
else than one boolean, counts as fired: better looked at once too often.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from kiosk.fhirpath import Node
from kiosk.forms import extensions as ext
from kiosk.forms.expressions import FormExpression

UNNAMED: Final = "rule"
"""The id of a rule without a name; the second of a name has its number behind it."""


class AlertRule(NamedTuple):
    """One rule of a form: its id, unique in the form, and its expression."""

    id: str
    expression: FormExpression


class Fired(NamedTuple):
    """A rule that asks for a person.

    Attributes:
        rule: its id.
        sure: it gave `true`; else it could not be worked out, and counts for that.
    """

    rule: str
    sure: bool = True


Value = Callable[[FormExpression], Sequence[Node] | None]
"""What an expression gives for the answers at hand; None where it can't be worked out."""


def alert_rules(raw: Mapping[str, Any]) -> tuple[AlertRule, ...]:
    """The rules of a Questionnaire, in its order; one that says nothing readable is one, too."""
    found: dict[str, AlertRule] = {}
    for extension in ext.mappings(raw, "extension"):
        if ext.url_of(extension) != ext.ALERT_RULE:
            continue
        stated = extension.get("valueExpression")
        value = stated if isinstance(stated, Mapping) else {}
        name = ext.text(value, "name").strip() or UNNAMED
        rule_id = name if name not in found else f"{name}-{len(found) + 1}"
        found[rule_id] = AlertRule(rule_id, FormExpression.of("alert", value))
    return tuple(found.values())


def fired_by(rules: Sequence[AlertRule], value: Value) -> tuple[Fired, ...]:
    """Those that ask for a person. Raises nothing, whatever `value` does."""
    judged = ((rule.id, _verdict(rule, value)) for rule in rules)
    return tuple(Fired(rule, verdict is True) for rule, verdict in judged if verdict is not False)


def _verdict(rule: AlertRule, value: Value) -> bool | None:
    """Whether it holds; None where that can't be told."""
    try:
        nodes = value(rule.expression)
        given = None if nodes is None else [node.data for node in nodes]
    except Exception:  # noqa: BLE001 - whatever is wrong with it, somebody must look
        return None
    if given == []:
        return False
    is_told = given is not None and len(given) == 1 and isinstance(given[0], bool)
    return given[0] if given and is_told else None
