"""What the forms in a folder use, and what of it the engine reads: a table by feature.

    .venv/bin/python tests/benchmarks/survey_forms.py [FOLDER…]

Without a folder, the public forms beside the checkout. The columns:

    forms, times   how many forms use it, and how often in all
    here           "acted upon" or what it is offered as; "named" where `kiosk form check` tells the
                   author that it is left out, with the reason
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kiosk.errors import FormUnreadable
from kiosk.forms import extensions as ext
from kiosk.forms import left_out_extensions as left_out
from kiosk.forms.check import ITEM_TYPES, check_questionnaire
from kiosk.forms.expressions import FHIRPATH
from kiosk.forms.looks.controls import CONTROLS
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.sitting.enable_when import OPERATORS

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "questionnaires"
HERE, NAMED = "acted upon", "named by `check`"

Feature = tuple[str, str, str]


def main(folders: list[Path]) -> None:
    """Prints the table of all forms below the folders."""
    forms: Counter[Feature] = Counter()
    times: Counter[Feature] = Counter()
    refused, read = [], 0
    for file in sorted(file for folder in folders for file in folder.rglob("*.json")):
        try:
            form = read_questionnaire(file.read_bytes())
        except FormUnreadable as cause:
            refused.append(f"{file.name}: {cause}")
            continue
        read += 1
        found = Counter(features(form))
        times += found
        forms.update(found.keys())
    print(f"{read} forms read, {len(refused)} refused")
    for each in refused:
        print(f"  {each}")
    print(f"\n{'feature':58} {'forms':>5} {'times':>6}  here")
    for feature in sorted(times, key=lambda one: (one[0], -forms[one], one[1])):
        kind, name, here = feature
        print(f"{kind + ' ' + name:58} {forms[feature]:5} {times[feature]:6}  {here}")


def features(form: Questionnaire) -> Iterator[Feature]:
    """Each use of a feature in a form."""
    for item in form.by_path.values():
        yield "type", item.type or "(none)", HERE if item.type in ITEM_TYPES else NAMED
        for name in ("required", "repeats", "readOnly", "prefix", "initial", "maxLength"):
            if item.raw.get(name):
                yield "element", name, HERE
        for condition in item.enable_when:
            operator = condition.operator
            yield "enableWhen", operator, HERE if operator in OPERATORS else NAMED
        if item.control:
            known = CONTROLS.get(item.control)
            yield "control", item.control, f"offered: {known.meaning}" if known else NAMED
        if value_set := item.raw.get("answerValueSet"):
            contained = str(value_set).startswith("#")
            yield "value set", "contained" if contained else "external", HERE
        for option in ext.mappings(item.raw, "answerOption"):
            yield from (("option", key, HERE) for key in option if key.startswith("value"))
    yield from extensions(form.raw)
    for finding in check_questionnaire(form):
        yield "finding", finding.code, finding.severity


def extensions(raw: Any) -> Iterator[Feature]:
    """Each extension in a form, what it contains left aside."""
    waiting = [{key: value for key, value in raw.items() if key != "contained"}]
    while waiting:
        here = waiting.pop()
        if isinstance(here, list):
            waiting += here
        elif isinstance(here, Mapping):
            for extension in ext.mappings(here, "extension"):
                yield extension_of(extension)
            waiting += [value for key, value in here.items() if key != "extension"]


def extension_of(extension: Mapping[str, Any]) -> Feature:
    """An extension with what the engine makes of it."""
    url = ext.url_of(extension)
    name = url.rpartition("/")[2] or "(without url)"
    value = extension.get("valueExpression")
    language = ext.text(value, "language")
    if language and language != FHIRPATH:
        return "extension", f"{name} in {language}", NAMED
    if url in left_out.ELSEWHERE:
        return "extension", name, f"{NAMED}: {left_out.ELSEWHERE[url]}"
    return "extension", name, ext.READ.get(url, "harmless" if left_out.is_note(url) else NAMED)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or [CORPUS])
