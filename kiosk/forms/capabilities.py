"""What the engine can do, said by the very tables it works with."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from kiosk.fhirpath.functions.registry import FUNCTIONS
from kiosk.forms import extensions as ext
from kiosk.forms import left_out_extensions as left_out
from kiosk.forms.answers import VALUE_KEYS
from kiosk.forms.check import CODES, ITEM_TYPES
from kiosk.forms.expressions import FHIRPATH, KINDS
from kiosk.forms.item import ANSWER_CONSTRAINTS
from kiosk.forms.looks.controls import CONTROLS, ControlKind
from kiosk.forms.looks.css import FOLLOWED
from kiosk.forms.looks.html_elements import KEPT, SILENT
from kiosk.forms.looks.markdown import LONGEST
from kiosk.forms.looks.media import SAFE_TYPES
from kiosk.forms.proxies import WHO
from kiosk.forms.questionnaire import MAX_BYTES, MAX_DEPTH, MAX_ITEMS
from kiosk.forms.rules import RULES
from kiosk.forms.sitting.enable_when import OPERATORS
from kiosk.forms.sitting.missing_items import INSTRUMENTS

FHIR_VERSIONS: Final = ("R4", "R4B", "R5")
"""Whose elements are read; `kiosk.forms.checks.elements` has them."""

BESIDE_KINDS: Final[Mapping[str, str]] = {
    "answerOptionsToggleExpression": ext.OPTIONS_TOGGLE_EXPRESSION,
    "constraint": ext.CONSTRAINT,
    "targetConstraint": ext.TARGET_CONSTRAINT,
    "cqf-expression": ext.CQF_EXPRESSION,
    "cqf-calculatedValue": ext.CQF_CALCULATED_VALUE,
}
"""Expressions that stand inside another extension or text → the extension that carries them."""


def capabilities() -> dict[str, Any]:
    """A JSON object: topic → what is supported."""
    return {
        "fhirVersions": list(FHIR_VERSIONS),
        "itemTypes": {kind: list(VALUE_KEYS.get(kind, ())) for kind in ITEM_TYPES},
        "answerConstraints": list(ANSWER_CONSTRAINTS),
        "enableWhenOperators": list(OPERATORS),
        "rules": list(RULES),
        "extensions": dict(sorted(ext.READ.items())),
        "extensionsLeftToOthers": dict(sorted(left_out.ELSEWHERE.items())),
        "itemControls": {
            control.code: {
                "on": control.kind,
                "meaning": control.meaning,
                "standard": control.standard,
            }
            for control in CONTROLS.values()
        },
        "expressions": [*KINDS, *BESIDE_KINDS],
        "expressionLanguages": [FHIRPATH],
        "fhirpathFunctions": sorted(FUNCTIONS),
        "markup": {
            "elementsKept": sorted(KEPT),
            "elementsDroppedWithTheirContent": sorted(SILENT),
            "stylesFollowed": sorted(FOLLOWED),
            "mediaTypes": sorted(SAFE_TYPES),
        },
        "totalsNotGivenWithMissingItems": {known.name: known.missing for known in INSTRUMENTS},
        "answeredBy": list(WHO),
        "findings": {
            code: {"severity": severity, "meaning": meaning}
            for code, (severity, meaning) in CODES.items()
        },
        "bounds": {
            "bytes": MAX_BYTES,
            "items": MAX_ITEMS,
            "depth": MAX_DEPTH,
            "markdownCharacters": LONGEST,
        },
    }


def capabilities_table() -> str:
    """The same in short, as the markdown table of the guide `fhir-forms`."""
    lines = [f"| {topic} | {what} |" for topic, what in _rows()]
    return "\n".join(["| Of FHIR | What the engine reads |", "|---|---|", *lines])


def _rows() -> Iterable[tuple[str, str]]:
    yield "Versions", ", ".join(FHIR_VERSIONS)
    yield "Item types", _codes(ITEM_TYPES)
    yield "Conditions (`enableWhen`)", _codes(OPERATORS)
    yield "Rules", _codes(RULES)
    yield "Expressions, in FHIRPath", _codes([*KINDS, *BESIDE_KINDS])
    yield "FHIRPath", f"{len(FUNCTIONS)} functions"
    yield "Controls of groups", _controls("group")
    yield "Controls of texts", _controls("text")
    yield "Controls of questions", _controls("question")
    yield "Extensions acted upon or known", _codes(sorted(map(_short, ext.READ)))
    yield "Extensions left to other programs", _codes(sorted({*map(_short, left_out.ELSEWHERE)}))
    yield "Marks in texts", "bold, italic, underlined, struck; headings, lists; the rest as text"
    yield "Pictures, sounds, films", _codes(sorted(SAFE_TYPES)) + ", where the form carries them"
    yield "Totals not given with an item missing", ", ".join(i.name for i in INSTRUMENTS)
    yield "Who answers", ", ".join(WHO)
    megabytes = MAX_BYTES // 1024 // 1024
    yield "Bounds", f"{megabytes} MB, {MAX_ITEMS:,} items, {MAX_DEPTH} levels"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _controls(kind: ControlKind) -> str:
    return _codes(control.code for control in CONTROLS.values() if control.kind == kind)


def _short(url: str) -> str:
    """The last part of an extension's url, without the name of the questionnaire."""
    name = url.rpartition("/")[2]
    for before in ("sdc-questionnaire-", "questionnaire-", "extension-Questionnaire.item."):
        name = name.removeprefix(before)
    return name
