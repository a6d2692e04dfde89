"""What an expression of XLSForm says, the draft says too: tried with answers, not by its text."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.authoring.imported import Imported
from kiosk.authoring.xlsform import read_xlsform
from kiosk.authoring.xlsform.xpath import NotXPath, parse
from kiosk.forms.answers import VALUE_KEYS, Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.sitting.evaluation import Surroundings
from tests.authoring.conftest import Import, choices, form_of, told, workbook

LISTS = choices(yes_no=["yes", "no"], level=["1", "2", "3", "none"])
ASKED = (
    {"type": "integer", "name": "age", "label": "Age"},
    {"type": "decimal", "name": "weight", "label": "Weight"},
    {"type": "text", "name": "word", "label": "Word"},
    {"type": "date", "name": "day", "label": "Day"},
    {"type": "select_one yes_no", "name": "one", "label": "One"},
    {"type": "select_one level", "name": "level", "label": "Level"},
    {"type": "select_multiple level", "name": "many", "label": "Many"},
    {"type": "acknowledge", "name": "ok", "label": "OK?"},
)
Answers = dict[str, Any]
DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def filled(imported: Imported, answers: Answers, then: Surroundings | None = None) -> FormFiller:
    form = form_of(imported)
    filler = FormFiller(form, language="en", surroundings=then)
    for path, values in answers.items():
        item = form.by_path[path]
        every = values if isinstance(values, list) else [values]
        coded = {o.answer.value["code"]: o.answer for o in item.answer_options}
        key = VALUE_KEYS[item.type][0]
        filler.answer(path, [coded[v] if coded else Answer(key, v) for v in every])
    return filler


def values_at(filler: FormFiller, link_id: str) -> list[Any]:
    """What the response holds at an item of the first level."""
    response = filler.response(status="in-progress", authored=DAY, response_id="r", device_id="d")
    items = [item for item in response.get("item", []) if item["linkId"] == link_id]
    return [value for item in items for one in item["answer"] for value in one.values()]


@pytest.fixture
def is_asked(bring: Import, then: Surroundings) -> Callable[[str, Answers], bool]:
    """Whether a question under a condition is asked, with these answers before it."""

    def ask(relevant: str, answers: Answers) -> bool:
        row = {"type": "text", "name": "q", "label": "Q", "relevant": relevant}
        imported = bring(*ASKED, row, choices=LISTS)
        notes = [found for found in imported.not_understood if found.column != "type"]
        assert notes == []
        filler = filled(imported, answers, then)
        while (page := filler.page) is not None:
            if page.path == "q":
                return True
            filler.forward()
        return False

    return ask


@pytest.mark.parametrize(
    ("relevant", "answers", "asked"),
    [
        ("${one} = 'yes'", {"one": "yes"}, True),
        ("${one}='yes'", {"one": "no"}, False),
        ("${one} = 'yes'", {}, False),
        ("'yes' = ${one}", {"one": "yes"}, True),
        ("${one} != 'yes'", {}, True),
        ("${one} != 'yes'", {"one": "yes"}, False),
        ("${one} = ''", {}, True),
        ("${one} != ''", {}, False),
        ("${one} != ''", {"one": "no"}, True),
        ("selected(${many}, '2')", {"many": ["1", "2"]}, True),
        ("selected(${many}, '2')", {"many": ["1"]}, False),
        ("not(selected(${many}, '2'))", {}, True),
        ("not(selected(${many}, '2'))", {"many": ["2", "3"]}, False),
        ("${many} = '2'", {"many": ["2"]}, True),
        ("${many} = '2'", {"many": ["1", "2"]}, False),
        ("${many} != '2'", {"many": ["1", "2"]}, True),
        ("count-selected(${many}) > 1", {"many": ["1", "2"]}, True),
        ("count-selected(${many}) > 1", {"many": ["1"]}, False),
        ("${level} > 1", {"level": "2"}, True),
        ("${level} > 1", {"level": "1"}, False),
        ("${level} > 1", {"level": "none"}, False),
        ("${level} > 1", {}, False),
        ("${level} = 2", {"level": "2"}, True),
        ("${age} > 17", {"age": 18}, True),
        ("${age} > 17", {}, False),
        ("${age} > '17'", {"age": 18}, True),
        ("17 < ${age}", {"age": 17}, False),
        ("not(${age} > 17)", {}, True),
        ("not(${age} > 17)", {"age": 30}, False),
        ("${age} >= 18 and ${age} <= 65", {"age": 40}, True),
        ("${age} >= 18 and ${age} <= 65", {"age": 66}, False),
        ("${age} < 18 or ${one} = 'yes'", {"age": 40, "one": "yes"}, True),
        ("${age} < 18 or ${one} = 'yes'", {"age": 40}, False),
        ("${age} < 18 or (${one} = 'yes' and ${level} = '2')", {"one": "yes"}, False),
        ("not(${one} = 'yes' or ${level} = '2')", {"one": "no"}, True),
        ("not(${one} = 'yes' or ${level} = '2')", {"level": "2"}, False),
        ("${age} + 2 > 19", {"age": 18}, True),
        ("${age} mod 2 = 0", {"age": 18}, True),
        ("${weight} div 2 = 2.5", {"weight": Decimal(5)}, True),
        ("${age} = ${weight}", {"age": 5, "weight": Decimal("5.0")}, True),
        ("${age} = ${weight}", {}, True),
        ("${age} = ${weight}", {"age": 5}, False),
        ("${age} != ${weight}", {"age": 5}, True),
        ("${word} = 'a b'", {"word": "a b"}, True),
        ("${word} > 5", {"word": "7"}, True),
        ("${word} > 5", {"word": "seven"}, False),
        ("string-length(${word}) > 2", {"word": "abc"}, True),
        ("string-length(${word}) = 0", {}, True),
        ("regex(${word}, '[a-z]+')", {"word": "abc"}, True),
        ("regex(${word}, '[a-z]+')", {"word": "abc1"}, False),
        ("starts-with(${word}, 'ab')", {"word": "abc"}, True),
        ("${day} > date('2026-01-01')", {"day": "2026-02-01"}, True),
        ("${day} < today()", {"day": "2026-03-01"}, True),
        ("${day} < today()", {"day": "2026-03-02"}, False),
        ("${ok} = 'OK'", {"ok": True}, True),
        ("${ok} = 'OK'", {}, False),
        ("coalesce(${age}, 20) > 19", {}, True),
        ("if(${one} = 'yes', ${age}, 0) > 17", {"one": "yes", "age": 18}, True),
        ("if(${one} = 'yes', ${age}, 0) > 17", {"age": 18}, False),
        ("int(${weight}) = 5", {"weight": Decimal("5.9")}, True),
        ("round(${weight}, 1) = 5.3", {"weight": Decimal("5.25")}, True),
        ("true()", {}, True),
        ("false() or ${age} = 1", {}, False),
    ],
)
def test_a_question_is_asked_when_the_author_wants_it(
    is_asked: Callable[[str, Answers], bool], relevant: str, answers: Answers, *, asked: bool
) -> None:
    assert is_asked(relevant, answers) is asked


def test_a_flat_condition_is_fhir_s_own(bring: Import) -> None:
    condition = "${one} = 'yes' and not(selected(${many}, '2')) and ${age} >= 18"
    row = {"type": "text", "name": "q", "label": "Q", "relevant": condition}
    raw = form_of(bring(*ASKED, row, choices=LISTS)).by_path["q"].raw

    assert [(when["question"], when["operator"]) for when in raw["enableWhen"]] == [
        ("one", "="),
        ("many", "!="),
        ("age", ">="),
    ]
    assert raw["enableBehavior"] == "all"


@pytest.mark.parametrize(
    "relevant",
    [
        "position(..) = 2",
        "${nobody} = 1",
        "pulldata('a', 'b', 'c', ${age}) = 1",
        "${age} >",
        "${day} > '2026-01-01'",
        "${many}",
        "../age > 3",
        "selected(${word}, 'a')",
        "selected(${many})",
        "regex(${word}, '(?<=a)b')",
        "${age} = " + "(" * 60 + "1" + ")" * 60,
        "${age} = 1" + " + 1" * 200,
    ],
)
def test_what_can_t_be_said_exactly_is_asked_always_and_said(bring: Import, relevant: str) -> None:
    row = {"type": "text", "name": "q", "label": "Q", "relevant": relevant}
    imported = bring(*ASKED, row, choices=LISTS)

    assert "enableWhen" not in form_of(imported).by_path["q"].raw
    found = imported.not_understood[-1]
    assert (found.row, found.column) == (10, "relevant")
    assert found.message.endswith("It is shown always.")


def test_conditions_in_a_repeat_look_at_the_same_repeat(bring: Import) -> None:
    imported = bring(
        {"type": "begin repeat", "name": "child", "label": "Child"},
        {"type": "integer", "name": "age", "label": "Age"},
        {"type": "text", "name": "school", "label": "School", "relevant": "${age} + 1 > 6"},
        {"type": "end repeat"},
        {"type": "text", "name": "q", "label": "Q", "relevant": "${age} > 3"},
    )
    form = form_of(imported)
    filler = FormFiller(form, language="en")
    filler.answer("child/age", [Answer("valueInteger", 6)])

    assert told(imported) == [(6, "relevant", "${age} > 3")]
    assert filler.page is not None
    filler.forward()
    assert filler.page.path == "child/school"


def test_conditions_that_wait_for_each_other_are_taken_out_and_said(bring: Import) -> None:
    imported = bring(
        {"type": "integer", "name": "a", "label": "A", "relevant": "${b} = 1"},
        {"type": "integer", "name": "b", "label": "B", "relevant": "${a} = 1"},
    )

    assert len(form_of(imported).asked) == 2
    assert [found[1] for found in told(imported)] == ["relevant"]


@pytest.mark.parametrize(
    ("calculation", "answers", "value"),
    [
        ("${age} * 2", {"age": 4}, 8),
        ("${age} * 2", {}, None),
        ("if(${age} > 17, 'adult', 'child')", {"age": 4}, "child"),
        ("concat(${word}, '-', ${age})", {"age": 4, "word": "a"}, "a-4"),
        ("round(${weight} div (1.6 * 1.6), 1)", {"weight": Decimal(64)}, Decimal("25.0")),
        ("${age} > 3", {"age": 4}, "true"),
        ("if(${one} = 'yes', 5, '')", {"one": "no"}, None),
        ("count-selected(${many})", {"many": ["1", "3"]}, 2),
    ],
)
def test_a_calculation_gives_the_same(
    bring: Import, calculation: str, answers: Answers, value: Any
) -> None:
    row = {"type": "calculate", "name": "sum", "calculation": calculation}
    imported = bring(*ASKED, row, choices=LISTS)
    filler = filled(imported, answers)

    assert values_at(filler, "sum") == ([] if value is None else [value])
    assert form_of(imported).by_path["sum"].hidden


def test_calculations_may_hang_on_one_that_stands_further_down(bring: Import) -> None:
    imported = bring(
        {"type": "integer", "name": "age", "label": "Age"},
        {"type": "calculate", "name": "b", "calculation": "${a} + 1"},
        {"type": "calculate", "name": "a", "calculation": "${age} + 1"},
    )

    assert values_at(filled(imported, {"age": 1}), "b") == [3]


def test_a_calculation_that_can_t_be_said_is_left_out_with_all_that_hang_on_it(
    bring: Import,
) -> None:
    imported = bring(
        {"type": "text", "name": "q", "label": "Q", "relevant": "${b} = 1"},
        {"type": "calculate", "name": "a", "calculation": "random()"},
        {"type": "calculate", "name": "b", "calculation": "${a} + 1"},
    )

    assert list(form_of(imported).by_path) == ["q"]
    assert [found[0] for found in told(imported)] == [2, 3, 4]


def test_an_answer_in_a_label_is_put_in(bring: Import) -> None:
    imported = bring(
        {"type": "text", "name": "name", "label": "Your name"},
        {"type": "text", "name": "q", "label": "How are you, ${name}?"},
    )
    filler = filled(imported, {"name": "Jo"})
    filler.forward()

    assert filler.page is not None
    assert filler.page.text == "How are you, Jo?"
    assert imported.not_understood == ()


def broken(bring: Import, row: dict[str, Any], answer: Any, then: Surroundings) -> list[str]:
    imported = bring(*ASKED, {"name": "q", "label": "Q", **row}, choices=LISTS)
    filler = filled(imported, {"q": answer}, then)
    return [problem.rule for problem in filler.problems("q")]


@pytest.mark.parametrize(
    ("row", "good", "bad", "rule"),
    [
        ({"type": "integer", "constraint": ". >= 18 and . <= 120"}, 18, 17, "minValue"),
        ({"type": "integer", "constraint": ".>0 and .<30"}, 29, 30, "maxValue"),
        ({"type": "integer", "constraint": "${q} > 0"}, 1, 0, "minValue"),
        (
            {"type": "decimal", "constraint": "(. >= 5.0 and . <= 20) or . = 0"},
            Decimal(0),
            Decimal(4),
            "constraint",
        ),
        ({"type": "decimal", "constraint": ". > 0"}, Decimal("0.1"), Decimal(0), "constraint"),
        ({"type": "text", "constraint": "regex(., '[A-Z]{2}')"}, "AB", "ABC", "regex"),
        ({"type": "date", "constraint": ". <= today()"}, "2026-03-02", "2026-03-03", "constraint"),
        (
            {
                "type": "select_multiple level",
                "constraint": "not(selected(., '1') and selected(., '2'))",
            },
            ["1", "3"],
            ["1", "2"],
            "constraint",
        ),
    ],
)
def test_a_constraint_refuses_what_the_author_refuses(  # noqa: PLR0913 - keyword-only: one case
    bring: Import, then: Surroundings, *, row: dict[str, Any], good: Any, bad: Any, rule: str
) -> None:
    assert broken(bring, row, good, then) == []
    assert broken(bring, row, bad, then) == [rule]


def test_the_author_s_words_are_shown_in_every_language(bring: Import) -> None:
    form = form_of(
        bring(
            {
                "type": "integer",
                "name": "q",
                "label::en": "Age",
                "label::fr": "Âge",
                "constraint": ". < 99",
                "constraint_message::en": "Not that old",
                "constraint_message::fr": "Pas si vieux",
            }
        )
    )
    filler = FormFiller(form, language="fr")
    filler.answer("q", [Answer("valueInteger", 100)])

    assert [problem.limit for problem in filler.problems("q")] == [98, "Pas si vieux"]


def test_a_choice_filter_offers_what_belongs_to_the_answer(bring: Import) -> None:
    imported = bring(
        {"type": "select_one country", "name": "country", "label": "Country"},
        {
            "type": "select_one town",
            "name": "town",
            "label": "Town",
            "choice_filter": "country=${country}",
        },
        choices=[
            {"list_name": "country", "name": "w", "label": "Wales"},
            {"list_name": "country", "name": "s", "label": "Scotland"},
            {"list_name": "town", "name": "1", "label": "Bangor", "country": "w"},
            {"list_name": "town", "name": "1", "label": "Perth", "country": "s"},
        ],
    )
    filler = filled(imported, {"country": "s"})
    filler.forward()

    assert filler.page is not None
    offered = [option.label("en") for option in filler.page.limits.options or ()]
    assert offered == ["Perth"]
    assert told(imported) == [(None, "name", "1")]


@given(st.text(st.sampled_from("${}ab12.'\"()=!<> andorti+-*,/[]~é“\n"), max_size=60))
def test_any_text_is_an_expression_or_refused(text: str) -> None:
    with suppress(NotXPath):
        parse(text)


_ATOMS = st.sampled_from(
    ["${age}", "${word}", "${one}", "${many}", "${day}", "'yes'", "''", "1", "2.5", ".", "today()"]
)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["=", "!=", "<", ">=", "and", "or", "+", "div"])
    return st.one_of(
        st.tuples(inner, operators, inner).map(lambda part: f"({' '.join(part)})"),
        inner.map(lambda part: f"not({part})"),
        st.tuples(inner, inner).map(lambda pair: f"selected({pair[0]}, {pair[1]})"),
        st.tuples(inner, inner, inner).map(lambda parts: f"if({', '.join(parts)})"),
    )


@settings(max_examples=60, deadline=None)
@given(st.recursive(_ATOMS, _grown, max_leaves=8))
def test_any_condition_is_kept_exactly_or_said(relevant: str) -> None:
    row = {"type": "text", "name": "q", "label": "Q", "relevant": relevant}
    imported = read_xlsform(workbook(survey=[*ASKED, row], choices=LISTS), name="any")
    question = form_of(imported).by_path["q"].raw

    is_kept = "enableWhen" in question or "extension" in question
    is_said = any(found.column == "relevant" for found in imported.not_understood)
    assert is_kept is not is_said


def test_the_day_that_a_device_takes_down_is_today_in_expressions(
    bring: Import, then: Surroundings
) -> None:
    imported = bring(
        {"type": "today", "name": "visit"},
        {"type": "date", "name": "q", "label": "Q", "constraint": ". <= ${visit}"},
        {"type": "note", "name": "n", "label": "It is ${visit}."},
    )
    filler = FormFiller(form_of(imported), surroundings=then)
    filler.answer("q", [Answer("valueDate", "2026-03-03")])

    assert [problem.rule for problem in filler.all_problems()] == ["constraint"]
    assert [row for row, _, construct in told(imported) if construct != ". <= ${visit}"] == [2]


def test_a_question_of_that_name_is_no_day(bring: Import) -> None:
    imported = bring(
        {"type": "today", "name": "day"},
        {"type": "integer", "name": "day", "label": "Which day of the month?"},
        {"type": "text", "name": "q", "label": "Q", "relevant": "${day} = 1"},
    )

    [condition] = form_of(imported).by_path["q"].raw["enableWhen"]
    assert condition["answerInteger"] == 1


@pytest.mark.parametrize(
    ("look", "good", "bad"),
    [("month-year", "2026-03", "2026-04"), ("year", "2026", "2027")],
)
def test_a_month_or_year_counts_as_its_first_day(
    bring: Import, then: Surroundings, *, look: str, good: str, bad: str
) -> None:
    imported = bring(
        {"type": "date", "name": "d", "label": "D", "appearance": look,
         "constraint": ". <= today()", "constraint_message": "Not yet"},
        {"type": "text", "name": "q", "label": "Q", "relevant": "${d} > date('2025-12-31')"},
    )  # fmt: skip
    filler = FormFiller(form_of(imported), surroundings=then)

    assert imported.not_understood == ()
    assert [page.path for page in filler.pages] == ["d"]
    filler.answer("d", [Answer("valueDate", bad)])
    assert [problem.rule for problem in filler.problems("d")] == ["constraint"]
    filler.answer("d", [Answer("valueDate", good)])
    assert not filler.problems("d")
    assert [page.path for page in filler.pages] == ["d", "q"]


def test_many_pairs_that_wait_for_each_other_are_opened_and_each_is_said(bring: Import) -> None:
    pairs = [(f"a{n}", f"b{n}") for n in range(40)]
    rows = [
        {"type": "integer", "name": one, "label": "Q", "relevant": f"${{{other}}} > 3"}
        for pair in pairs
        for one, other in (pair, pair[::-1])
    ]

    imported = bring(*rows)

    assert len(form_of(imported).by_path) == 80
    assert len([row for row, column, _ in told(imported) if column == "relevant"]) == 40
