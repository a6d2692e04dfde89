"""Forms of any size, always the same for a size: what the benchmarks measure growth on.

    .venv/bin/python -m tests.benchmarks.generated 1000 > form.json

Of N items the first is a choice of four, the second a whole number, the third a line of text, and
so on in turn, in groups of a hundred. Every tenth is asked only where the choice before it was
answered "Always"; every hundredth is the sum of the numbers of its group, worked out and not asked.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kiosk.forms import extensions as ext

OPTIONS = ("Never", "Sometimes", "Often", "Always")
GROUP, CONDITION = 100, 10
SUMS = {"sum": ".sum()", "aggregate": ".aggregate($this + $total, 0)"}
"""How a form may spell its sums."""

RADIO = {
    "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl",
    "valueCodeableConcept": {"coding": [{"code": "radio-button"}]},
}


def form(size: int, spelling: str = "sum") -> dict[str, Any]:
    """A Questionnaire of so many items, its groups not counted."""
    return {
        "resourceType": "Questionnaire",
        "status": "active",
        "url": f"http://clinic-kiosk.example/Questionnaire/generated-{size}-{spelling}",
        "version": "1",
        "title": f"{size:,} items",
        "item": list(_groups(size, spelling)),
    }


def form_file(folder: Path, size: int, spelling: str = "sum") -> Path:
    """The same as a file in a folder."""
    file = folder / f"{size}-{spelling}.json"
    file.write_text(json.dumps(form(size, spelling)), encoding="utf-8")
    return file


def _groups(size: int, spelling: str) -> Iterator[dict[str, Any]]:
    for first in range(1, size + 1, GROUP):
        last = min(first + GROUP - 1, size)
        summed = last % GROUP == 0
        items = [_question(number) for number in range(first, last + 1 - summed)]
        yield {"linkId": f"g{first}", "type": "group", "text": f"From {first}", "item": items}
        if summed:
            yield _sum(last, f"g{first}", SUMS[spelling])


def _question(number: int) -> dict[str, Any]:
    kind = ("choice", "integer", "string")[(number - 1) % 3]
    item = {"linkId": f"q{number}", "type": kind, "text": f"Question {number}?"}
    if kind == "choice":
        item["answerOption"] = [{"valueCoding": _coding(code)} for code in range(len(OPTIONS))]
        item["extension"] = [RADIO]
    if number % CONDITION == 0:
        before = number - 1 - (number - 2) % 3  # the choice before it; never a tenth one itself
        always = {"operator": "=", "answerCoding": _coding(len(OPTIONS) - 1)}
        item["enableWhen"] = [{"question": f"q{before}"} | always]
    return item


def _coding(code: int) -> dict[str, str]:
    return {"system": "http://clinic-kiosk.example/how-often", "code": f"{code}",
            "display": OPTIONS[code]}  # fmt: skip


def _sum(number: int, group: str, way: str) -> dict[str, Any]:
    numbers = f"%resource.item.where(linkId = '{group}').item.answer.value.ofType(integer)"
    expression = {"language": "text/fhirpath", "expression": f"{numbers}{way}"}
    return {
        "linkId": f"q{number}", "type": "integer", "text": f"Sum {number}", "readOnly": True,
        "extension": [{"url": ext.CALCULATED_EXPRESSION, "valueExpression": expression}],
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(form(int(sys.argv[1])), indent=1))
