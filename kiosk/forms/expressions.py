"""The expressions a form carries: where each stands, in which language, for what.

Source: http://hl7.org/fhir/uv/sdc/STU3/expressions.html
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Self

import msgspec

from kiosk.forms import extensions as ext
from kiosk.forms.texts import text_in

FHIRPATH: Final = "text/fhirpath"
"""The one language that is worked out; CQL and FHIR queries need a server."""


class FormExpression(msgspec.Struct, frozen=True):
    """One expression as the form has it.

    Attributes:
        kind: "calculatedExpression", "variable", "enableWhenExpression", … a key of `KINDS`.
        name: of a variable, the name by which others read it; else "".
        language: "text/fhirpath", "text/cql", "application/x-fhir-query" …
        text: the expression itself.
    """

    kind: str
    name: str
    language: str
    text: str

    @classmethod
    def of(cls, kind: str, value: Mapping[str, Any]) -> Self:
        """The expression in a `valueExpression`."""
        return cls(
            kind=kind,
            name=ext.text(value, "name") if kind == "variable" else "",
            language=ext.text(value, "language") or FHIRPATH,
            text=ext.text(value, "expression"),
        )

    @property
    def is_fhirpath(self) -> bool:
        """Whether it can be worked out here."""
        return self.language == FHIRPATH and bool(self.text.strip())


KINDS: Final[Mapping[str, str]] = {
    "variable": ext.VARIABLE,
    "calculatedExpression": ext.CALCULATED_EXPRESSION,
    "initialExpression": ext.INITIAL_EXPRESSION,
    "enableWhenExpression": ext.ENABLE_WHEN_EXPRESSION,
    "answerExpression": ext.ANSWER_EXPRESSION,
    "candidateExpression": ext.CANDIDATE_EXPRESSION,
}
"""Kind → the extension that carries it, in `valueExpression`."""


class Constraint(msgspec.Struct, frozen=True):
    """A rule over several answers.

    Attributes:
        key: names it in the form.
        blocks: whether a response that breaks it can't be completed (severity "error").
        human: what a person reads.
        expression: must be true.
        raw: the extension as it came, for translations of `human`.
    """

    key: str
    blocks: bool
    human: str
    expression: FormExpression
    raw: Mapping[str, Any]

    def words(self, language: str) -> str:
        """What a person reads, in a language; the key where the form has no words.

        Where the expression's description is the same text, its translations count too: readers
        of FHIR that know nothing beside the value of an extension keep them there.
        """
        parts = (p for p in ext.mappings(self.raw, "extension") if p.get("url") == "human")
        found = [text_in(part, "valueString", language) for part in parts]
        described = ext.extension_value(self.raw, "expression")
        if found and found[0] == self.human == ext.text(described, "description"):
            found.insert(0, text_in(described, "description", language))
        return next((text for text in found if text), self.human or self.key)


class OptionsToggle(msgspec.Struct, frozen=True):
    """Options that are offered only while the expression is true (answerOptionsToggleExpression).

    Attributes:
        options: the value[x] objects of the options, as `{"valueCoding": …}`.
    """

    options: tuple[Mapping[str, Any], ...]
    expression: FormExpression


def expressions(element: Mapping[str, Any], kind: str) -> tuple[FormExpression, ...]:
    """The expressions of a kind on a form or an item, in order."""
    if "extension" not in element:
        return ()
    values = ext.extension_values(element, KINDS[kind])
    return tuple(FormExpression.of(kind, value) for value in values if isinstance(value, Mapping))


def expression(element: Mapping[str, Any], kind: str) -> FormExpression | None:
    """The first of them, or None."""
    return next(iter(expressions(element, kind)), None)


def text_expression(element: Mapping[str, Any], key: str = "text") -> FormExpression | None:
    """What the words of `element[key]` are worked out from (cqf-expression), or None."""
    return _first("cqf-expression", element.get("_" + key), ext.CQF_EXPRESSION)


def limit_expression(element: Mapping[str, Any], url: str) -> FormExpression | None:
    """What a limit (minValue, maxQuantity …) is worked out from, or None.

    It stands on the limit's value (`_valueDate`, cqf-calculatedValue) or in place of it
    (`valueExpression`).
    """
    for extension in ext.mappings(element, "extension"):
        if ext.url_of(extension) != url:
            continue
        for key, value in extension.items():
            if key == "valueExpression" and isinstance(value, Mapping):
                return FormExpression.of("limit", value)
            if key.startswith("_value"):
                for carrier in (ext.CQF_CALCULATED_VALUE, ext.CQF_EXPRESSION):
                    if found := _first("limit", value, carrier):
                        return found
            if isinstance(value, Mapping) and (
                found := _first("limit", value, ext.CQF_CALCULATED_VALUE)
            ):
                return found
    return None


def constraints(element: Mapping[str, Any]) -> tuple[Constraint, ...]:
    """The rules over several answers that stand on a form or an item."""
    return tuple(
        Constraint(
            key=_part(raw, "key"),
            blocks=_part(raw, "severity") != "warning",
            human=_part(raw, "human"),
            expression=_constraint_expression(raw),
            raw=raw,
        )
        for raw in ext.mappings(element, "extension")
        if ext.url_of(raw) in {ext.CONSTRAINT, ext.TARGET_CONSTRAINT}
    )


def options_toggles(element: Mapping[str, Any]) -> tuple[OptionsToggle, ...]:
    """Which options of an item come and go with an expression."""
    return tuple(_toggles(element))


def launch_context_names(element: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of what the form wants to be told at the start ("patient", "user")."""
    names = []
    for raw in ext.mappings(element, "extension"):
        if ext.url_of(raw) == ext.LAUNCH_CONTEXT:
            coded = ext.extension_value(raw, "name")
            names.append(ext.text(coded, "code") if isinstance(coded, Mapping) else coded)
    return tuple(name for name in names if isinstance(name, str) and name)


def _toggles(element: Mapping[str, Any]) -> Iterator[OptionsToggle]:
    for raw in ext.mappings(element, "extension"):
        found = ext.extension_value(raw, "expression")
        if ext.url_of(raw) == ext.OPTIONS_TOGGLE_EXPRESSION and isinstance(found, Mapping):
            parts = (part for part in ext.mappings(raw, "extension") if part.get("url") == "option")
            options = tuple({k: v for k, v in part.items() if k != "url"} for part in parts)
            yield OptionsToggle(options, FormExpression.of("answerOptionsToggleExpression", found))


def _constraint_expression(raw: Mapping[str, Any]) -> FormExpression:
    # `questionnaire-constraint` has the expression as a string, `targetConstraint` as Expression.
    value = ext.extension_value(raw, "expression")
    if isinstance(value, Mapping):
        return FormExpression.of("constraint", value)
    return FormExpression("constraint", "", FHIRPATH, value if isinstance(value, str) else "")


def _part(raw: Mapping[str, Any], name: str) -> str:
    value = ext.extension_value(raw, name)
    return value if isinstance(value, str) else ""


def _first(kind: str, element: Any, url: str) -> FormExpression | None:
    value = ext.extension_value(element, url)
    return FormExpression.of(kind, value) if isinstance(value, Mapping) else None
