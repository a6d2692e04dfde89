"""What holds for forms of every kind, however they are answered.

The forms hold every item type, groups and questions inside questions, repeating ones, conditions,
expressions, options and limits that hang on other answers. An item looks only at items before it,
so that nothing ever goes round in a circle. With --long each property sees many more of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from kiosk.errors import FormUnreadable
from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.limits import Limits
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.forms.response import decode, encode
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.sitting.reactive import DIRTY, Cell
from kiosk.forms.validate import validate_response

DAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
OPERATORS = ["exists", "=", "!=", ">", "<", ">=", "<="]
UCUM = "http://unitsofmeasure.org"


def coding(code: str) -> dict[str, Any]:
    return {"system": "http://example.org/c", "code": code, "display": code.upper()}


def mass(value: Any, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "system": UCUM, "code": unit}


VALUES: Mapping[str, tuple[tuple[str, Any], ...]] = {
    "boolean": (("Boolean", True), ("Boolean", False)),
    "integer": tuple(("Integer", number) for number in range(4)),
    "decimal": (("Decimal", Decimal("1.5")), ("Decimal", Decimal("2.25")), ("Decimal", 7)),
    "date": (("Date", "2026-03-02"), ("Date", "2026-03"), ("Date", "2025")),
    "dateTime": (("DateTime", "2026-03-02T10:00:00Z"), ("DateTime", "2026-03-02T10:00:00+01:00")),
    "time": (("Time", "10:00:00"), ("Time", "23:59:59")),
    "string": (("String", "a"), ("String", "b"), ("String", "1")),
    "text": (("String", "a\nb"), ("String", "2")),
    "url": (("Uri", "http://example.org/1"), ("Uri", "urn:a:b")),
    "choice": tuple(("Coding", coding(code)) for code in "abc"),
    "open-choice": (("Coding", coding("a")), ("Coding", coding("b")), ("String", "own")),
    "attachment": (("Attachment", {"contentType": "text/plain", "data": "YQ=="}),),
    "reference": (("Reference", {"reference": "Patient/1"}), ("Reference", {"display": "me"})),
    "quantity": (("Quantity", mass(1, "kg")), ("Quantity", mass(1000, "g"))),
}  # fmt: skip
"""Item type → values that fit it."""

OFTEN = ("group", "integer", "boolean", "choice", "group", "string", "integer", "group", "display")
"""Types that hang together, beside one of each."""

NUMBERS = frozenset({"integer", "decimal"})
CHOICES = frozenset({"choice", "open-choice"})
LIMITED = frozenset({"integer", "decimal", "date", "dateTime", "time"})

Draw = st.DrawFn


class Author:
    """Writes one random form, item by item."""

    def __init__(self, draw: Draw, most: int) -> None:
        self._draw = draw
        self._left = most
        self._number = 0
        self._known: list[tuple[str, str, str]] = []
        """linkId, type, path from the response's root."""
        self._names: list[str] = []

    def form(self) -> Questionnaire:
        head: dict[str, Any] = {
            "resourceType": "Questionnaire",
            "url": "http://example.org/Questionnaire/random",
            "status": "active",
        }
        items = self._items("%resource", 0)
        rules: list[Any] = []
        if self._known and self._one_of(6):
            rules.append(self._constraint())
        return parse_questionnaire(head | {"extension": rules, "item": items})

    def _one_of(self, many: int) -> bool:
        return self._draw(st.integers(0, many - 1)) == many - 1

    def _pick(self, options: Sequence[Any]) -> Any:
        return options[self._draw(st.integers(0, len(options) - 1))]

    def _items(self, around: str, depth: int) -> list[dict[str, Any]]:
        made = []
        wanted = self._draw(st.integers(2 - depth // 2, 4 if depth else 8))
        while wanted and self._left > 0:
            wanted -= 1
            made.append(self._item(around, depth))
        return made

    def _item(self, around: str, depth: int) -> dict[str, Any]:
        self._left -= 1
        name, self._number = f"i{self._number}", self._number + 1
        kind = self._pick([*OFTEN, *VALUES])
        item: dict[str, Any] = {"linkId": name, "type": kind, "text": f"About {name}"}
        extensions: list[Any] = []
        translated = [{"url": "lang", "valueCode": "de"}, {"url": "content", "valueString": "Über"}]
        item["_text"] = {"extension": [{"url": CORE + "translation", "extension": translated}]}
        self._conditions(item, extensions)
        if self._known and self._one_of(8):
            item["_text"] = {
                "extension": [
                    self._expression(CORE + "cqf-expression", self._words(self._anything()))
                ]
            }
        path = f"{around}.item.where(linkId='{name}')"
        if kind == "group":
            self._group(item, extensions, path, depth)
        elif kind != "display":
            self._question(item, extensions, path, depth)
        if extensions:
            item["extension"] = extensions
        return item

    def _group(self, item: dict[str, Any], extensions: list[Any], path: str, depth: int) -> None:
        item["repeats"] = self._draw(st.booleans())
        item["required"] = self._one_of(8)
        if self._one_of(6):
            extensions.append({"url": CORE + "questionnaire-minOccurs", "valueInteger": 2})
        if depth < 3:
            item["item"] = self._items(path, depth + 1)
        # Known from here on: who counts what is in a group must not be in it.
        self._known.append((item["linkId"], "group", path))

    def _question(self, item: dict[str, Any], extensions: list[Any], path: str, depth: int) -> None:
        kind = item["type"]
        item["repeats"] = self._one_of(3)
        item["required"] = self._one_of(5)
        item["readOnly"] = self._one_of(12)
        if self._one_of(12):
            extensions.append({"url": CORE + "questionnaire-hidden", "valueBoolean": True})
        if kind in CHOICES:
            self._options(item, extensions)
        if self._known and self._one_of(4):
            extensions.append(self._variable())
        if self._known and not self._one_of(3):
            self._worked_out(item, extensions)
        elif self._one_of(6) and "answerOption" not in item:
            item["initial"] = [self._value(kind)]
        if self._known and kind in LIMITED and self._one_of(5):
            extensions.append(self._limit(kind))
        if self._known and self._one_of(10):
            extensions.append(self._constraint())
        self._known.append((item["linkId"], kind, f"{path}.answer"))
        if depth < 3 and self._one_of(4):
            item["item"] = self._items(f"{path}.answer", depth + 1)

    def _options(self, item: dict[str, Any], extensions: list[Any]) -> None:
        weight = CORE + "itemWeight"
        item["answerOption"] = [
            {"valueCoding": coding(code), "extension": [{"url": weight, "valueDecimal": number}]}
            for number, code in enumerate("abc")
        ]
        if self._known and self._one_of(3):
            option = {"url": "option", "valueCoding": coding(self._pick("abc"))}
            rule = {
                "url": "expression",
                "valueExpression": self._fhirpath(self._whether(self._anything())),
            }
            toggle = SDC + "answerOptionsToggleExpression"
            extensions.append({"url": toggle, "extension": [option, rule]})

    def _conditions(self, item: dict[str, Any], extensions: list[Any]) -> None:
        questions = [(name, kind) for name, kind, _ in self._known if kind != "group"]
        if questions and self._one_of(3):
            count = self._draw(st.integers(1, 2))
            item["enableWhen"] = [self._condition(*self._pick(questions)) for _ in range(count)]
            item["enableBehavior"] = self._pick(["all", "any"])
        if self._known and self._one_of(6):
            url = SDC + "enableWhenExpression"
            extensions.append(self._expression(url, self._whether()))

    def _condition(self, question: str, kind: str) -> dict[str, Any]:
        operator = self._pick(OPERATORS)
        wanted: dict[str, Any] = {"answerBoolean": self._draw(st.booleans())}
        if operator != "exists":
            (key, value), *_ = self._value(kind).items()
            wanted = {"answer" + key.removeprefix("value"): value}
        return {"question": question, "operator": operator, **wanted}

    def _value(self, kind: str) -> dict[str, Any]:
        key, value = self._pick(VALUES[kind])
        return {"value" + key: value}

    def _worked_out(self, item: dict[str, Any], extensions: list[Any]) -> None:
        often = SDC + "calculatedExpression"
        url = self._pick([often, often, SDC + "initialExpression"])
        kind = item["type"]
        if kind in NUMBERS:
            text = self._number_text()
        elif kind == "boolean":
            text = self._whether()
        elif kind in {"string", "text"}:
            text = self._words()
        else:
            same = [path for _, other, path in self._known if other == kind]
            text = f"{self._pick(same)}.value" if same else "{}"
        if kind in CHOICES and self._one_of(3):
            url = SDC + "answerExpression"
            item.pop("answerOption")
        extensions.append(self._expression(url, text))

    def _variable(self) -> dict[str, Any]:
        name = self._pick(["v", "w", f"v{self._number}"])
        text = self._pick([self._number_text, self._whether, self._words, self._reached])()
        made = self._fhirpath(text) | {"name": name}
        if name not in self._names:
            self._names.append(name)
        return {"url": CORE + "variable", "valueExpression": made}

    def _limit(self, kind: str) -> dict[str, Any]:
        same = [path for _, other, path in self._known if other == kind]
        text = f"{self._pick(same)}.value.first()" if same else "{}"
        rule = {"url": CORE + "cqf-calculatedValue", "valueExpression": self._fhirpath(text)}
        url = CORE + self._pick(["minValue", "maxValue"])
        key = "_value" + kind[0].upper() + kind[1:]
        return {"url": url, key: {"extension": [rule]}}

    def _constraint(self) -> dict[str, Any]:
        parts = [
            {"url": "key", "valueId": "k"},
            {"url": "severity", "valueCode": self._pick(["error", "warning"])},
            {"url": "human", "valueString": "must be"},
            {"url": "expression", "valueString": self._whether(self._anything())},
        ]
        return {"url": CORE + "questionnaire-constraint", "extension": parts}

    def _reached(self) -> str:
        """What an expression looks at: an item before it, by one of the ways there are."""
        name, kind, path = self._pick(self._known)
        if kind == "group":
            return f"{path}.item.answer"
        ways = [
            path,
            f"%resource.descendants().where(linkId='{name}')",
            f"%resource.repeat(item).where(linkId='{name}')",
            f"%context.item.where(linkId='{name}')",
            *(f"%{known}" for known in self._names),
        ]
        return str(self._pick(ways))

    def _anything(self) -> str:
        """What an expression looks at on which nothing else hangs: all there is, too."""
        return str(self._pick([self._reached(), "%resource.descendants().answer"]))

    def _whether(self, reached: str = "") -> str:
        tests = ["{}.exists()", "{}.empty()", "{}.count() > 1", "{}.answer.exists()", "{}.first()"]
        return str(self._pick(tests)).format(reached or self._reached())

    def _words(self, reached: str = "") -> str:
        ways = ["{}.count().toString()", "{}.value.first().toString()", "'n' + {}.first().linkId"]
        return str(self._pick(ways)).format(reached or self._reached())

    def _number_text(self) -> str:
        numbers = [path for _, kind, path in self._known if kind in NUMBERS]
        choices = [path for _, kind, path in self._known if kind in CHOICES]
        ways = [f"{self._reached()}.count()"]
        ways += [f"{self._pick(numbers)}.value.sum()"] if numbers else []
        ways += [f"{self._pick(choices)}.value.weight().sum()"] if choices else []
        return str(self._pick(ways))

    def _expression(self, url: str, text: str) -> dict[str, Any]:
        return {"url": url, "valueExpression": self._fhirpath(text)}

    def _fhirpath(self, text: str) -> dict[str, Any]:
        return {"language": "text/fhirpath", "expression": text}


@st.composite
def forms(draw: Draw) -> Questionnaire:
    try:
        return Author(draw, draw(st.integers(1, 16))).form()
    except FormUnreadable:  # two variables of the same name may wait for each other
        reject()


Step = tuple[int, int, int]
steps = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 40), st.integers(0, 5)), min_size=2, max_size=16
)


def sitting(form: Questionnaire) -> FormFiller:
    return FormFiller(form, surroundings=Surroundings(now=DAY))


def questions(filler: FormFiller) -> list[str]:
    """The paths of all questions there are now, asked or not."""
    return [at.path for at in filler._answering.logic.tree.walk() if at.item.is_question]


def groups(filler: FormFiller) -> list[str]:
    every = filler._answering.logic.tree.walk()
    return [at.path for at in every if at.item.type == "group" and at.item.repeats]


def take(filler: FormFiller, step: Step) -> frozenset[str]:
    """One step of a person: mostly an answer."""
    what, where, how = step
    repeating = groups(filler)
    if what == 6 and repeating:
        return filler.add(repeating[where % len(repeating)])[1]
    if what == 7 and repeating:
        path = repeating[where % len(repeating)]
        return filler.remove(path) if len(filler.occurrences(path)) > 1 else frozenset()
    if what == 8:
        return filler.undo()
    if what == 5:
        filler.language = ["en", "de"][how % 2]
    paths = questions(filler)
    if what == 5 or not paths:
        return frozenset()
    path = paths[where % len(paths)]
    if what == 9:
        return filler.decline(path)
    return filler.answer(path, chosen(filler, path, how) if what else [])


def chosen(filler: FormFiller, path: str, how: int) -> list[Answer]:
    item = filler._answering.question(path).item
    pool = [Answer("value" + key, value) for key, value in VALUES[item.type]]
    first = pool[how % len(pool)]
    second = pool[(how + 1) % len(pool)]
    return [first, second] if item.repeats and how >= len(pool) and second != first else [first]


def sent(filler: FormFiller, status: str = "in-progress") -> bytes:
    made = filler.response(status=status, authored=DAY, response_id="r", device_id="d")
    return encode(made)


def state(filler: FormFiller) -> dict[str, Any]:
    """All that can be seen of a sitting."""
    tree = filler._answering.logic.tree
    return {
        "pages": [shown(page) for page in filler.pages],
        "closing": filler.closing,
        "enabled": {at.path: filler.is_enabled(at.path) for at in tree.walk()},
        "answers": {path: filler.answers(path) for path in questions(filler)},
        "declined": {path: filler.is_declined(path) for path in questions(filler)},
        "calculated": filler.calculated(),
        "problems": filler.all_problems(),
        "response": sent(filler),
        "rows": filler.saved_rows(),
    }


def shown(page: Any) -> Any:
    options = [option.answer for option in page.limits.options or ()]
    least, greatest = page.limits.min_value, page.limits.max_value
    words = (page.section, page.text, page.hint, page.notes)
    return page.path, words, page.repeating, options, least, greatest


def answered(form: Questionnaire, path: Sequence[Step]) -> FormFiller:
    filler = sitting(form)
    for step in path:
        take(filler, step)
    return filler


def restored(before: FormFiller) -> FormFiller:
    after = sitting(before.questionnaire)
    after.restore(before.saved_rows(), place=None)
    after.language = before.language
    return after


def errors(filler: FormFiller, status: str) -> set[str]:
    response = decode(sent(filler, status))
    found = validate_response(filler.questionnaire, response, Surroundings(now=DAY))
    # What is wrong with an item that nobody is asked is no problem of a person's.
    form = filler.questionnaire
    groups = {item.link_id for item in form.by_path.values() if item.type == "group"}
    concerned = {"", *groups, *(item.link_id for item in form.asked)}
    return {f.code for f in found if f.severity == "error" and f.link_id in concerned}


def a_fresh_sitting_with_the_same_rows_agrees(form: Questionnaire, path: list[Step]) -> None:
    filler = answered(form, path)
    assert state(restored(filler)) == state(filler)


def nothing_worked_out_is_stale(form: Questionnaire, path: list[Step]) -> None:
    cells = list(every_cell(answered(form, path)))
    before = [cell.get() for cell in cells]
    for cell in cells:
        cell.state = DIRTY
    for cell, value in zip(cells, before, strict=True):
        assert cell.same(value, cell.get()) or told(value) == told(cell.get())


def told(value: Any) -> Any:
    """A value without the identity of options, which are made anew each time."""
    if not isinstance(value, Limits):
        return value
    options = [option.answer for option in value.options or ()]
    return options, value.unproven, value.min_value, value.max_value


def every_cell(filler: FormFiller) -> Iterator[Cell]:
    for at in filler._answering.logic.tree.by_path.values():
        found = (at.enabled, at.calculated, at.limits, at.text, *at.variables.values())
        yield from (cell for cell in found if cell is not None)


def what_changed_is_told(form: Questionnaire, path: list[Step]) -> None:
    filler = sitting(form)
    for step in path:
        before = looks(filler)
        told = take(filler, step)
        after = looks(filler)
        changed = {at for at in before.keys() | after.keys() if before.get(at) != after.get(at)}
        assert changed <= told


def looks(filler: FormFiller) -> dict[str, Any]:
    """What each item looks and counts like; of those made just now, only what is new."""
    logic = filler._answering.logic
    return {
        at.path: (
            filler.is_enabled(at.path),
            filler.answers(at.path),
            filler.is_declined(at.path),
            at.visible().answers,
            [option.answer for option in logic.limits(at).options or ()],
            (logic.limits(at).min_value, logic.limits(at).max_value),
            at.text and at.text.get(),
        )
        for at in logic.tree.by_path.values()
    }


def taking_all_back_gives_back_every_state(form: Questionnaire, path: list[Step]) -> None:
    filler = sitting(form)
    states = [state(filler)]
    for what, where, how in path:
        if what not in {5, 8}:
            before = len(filler._answering._steps)
            take(filler, (what, where, how))
            if len(filler._answering._steps) > before:
                states.append(state(filler))
    while states:
        assert state(filler) == states.pop()
        filler.undo()


def a_response_read_back_gives_the_same_bytes(form: Questionnaire, path: list[Step]) -> None:
    filler, again = answered(form, path), sitting(form)
    again.language = filler.language
    again.load(decode(sent(filler)))
    assert sent(again) == sent(filler)


def a_response_is_valid_but_for_what_its_filler_says(form: Questionnaire, path: list[Step]) -> None:
    filler = answered(form, path)
    problems = {problem.rule for problem in filler.all_problems()}
    assert errors(filler, "in-progress") <= problems
    if not problems:
        assert errors(filler, "completed") == set()


def the_order_of_answering_does_not_matter(form: Questionnaire, path: list[Step]) -> None:
    one = answered(form, [(what if what < 5 else 1, *rest) for what, *rest in path])  # type: ignore[misc]
    if any("numbers" in row for row in one.saved_rows().values()):
        return  # which set of questions is an answer's own hangs on what was answered before it
    wanted = {path: one.answers(path) for path in reversed(questions(one))}
    other = sitting(form)
    for _ in range(6):  # what stands inside others can be answered only after them
        for at in [at for at in wanted if at in questions(other)]:
            other.answer(at, wanted[at])
    assert sent(other) == sent(one)


PROPERTIES = [
    a_fresh_sitting_with_the_same_rows_agrees,
    nothing_worked_out_is_stale,
    what_changed_is_told,
    taking_all_back_gives_back_every_state,
    a_response_read_back_gives_the_same_bytes,
    a_response_is_valid_but_for_what_its_filler_says,
    the_order_of_answering_does_not_matter,
]
Property = Callable[[Questionnaire, list[Step]], None]


def check(holds: Property, examples: int) -> None:
    # A loaded PC is no failure, and a form is large by nature.
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]

    @settings(max_examples=examples, deadline=None, suppress_health_check=slow)
    @given(forms(), steps)
    def run(form: Questionnaire, path: list[Step]) -> None:
        holds(form, path)

    run()


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_whatever_the_form_and_the_answers(holds: Property) -> None:
    check(holds, examples=40)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_whatever_a_thousand_forms_and_their_answers(holds: Property) -> None:
    check(holds, examples=1000)
