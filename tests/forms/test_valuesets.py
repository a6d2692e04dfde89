import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import KioskError
from kiosk.forms.terminology.valuesets import ValueSets, read_value_sets

quick = settings(max_examples=100, deadline=None)

CORE = "http://hl7.org/fhir/StructureDefinition/"
URL = "http://example.org/vs"
ANIMALS = "http://example.org/animals"


def value_set(url: str = URL, **more: Any) -> dict[str, Any]:
    return {"resourceType": "ValueSet", "url": url, **more}


def include(**part: Any) -> dict[str, Any]:
    return {"compose": {"include": [part]}}


def code_system(**more: Any) -> dict[str, Any]:
    concepts = [
        {
            "code": "mammal",
            "display": "Mammal",
            "property": [{"code": "notSelectable", "valueBoolean": True}],
            "concept": [
                {
                    "code": "cat",
                    "display": "Cat",
                    "extension": [{"url": CORE + "ordinalValue", "valueDecimal": 2}],
                    "designation": [{"language": "nl", "value": "Kat"}],
                },
                {"code": "dog", "property": [{"code": "size", "valueString": "large"}]},
            ],
        },
        {"code": "fish", "property": [{"code": "itemWeight", "valueDecimal": Decimal("1.5")}]},
        {"code": "eel", "property": [{"code": "parent", "valueCode": "fish"}]},
    ]
    head = {"resourceType": "CodeSystem", "url": ANIMALS, "content": "complete"}
    return {**head, "concept": concepts, **more}


def codes(resources: list[dict[str, Any]], canonical: str = URL, **form: Any) -> list[str] | None:
    options = ValueSets.of(resources).options(canonical, form)
    return None if options is None else [option.answer.value["code"] for option in options]


def filtered(name: str, operator: str, value: str) -> list[str] | None:
    part = {"property": name, "op": operator, "value": value}
    return codes([value_set(**include(system=ANIMALS, filter=[part])), code_system()])


def test_an_expansion_gives_its_codes_in_order_at_every_depth_but_no_headings() -> None:
    inner = [{"system": "s", "code": "b", "display": "B"}]
    contains = [{"display": "Heading", "contains": inner}, {"system": "s", "code": "a"}]
    contains.append({"system": "s", "code": "x", "abstract": True})
    contains.append({"system": "t", "code": "a"})
    sets = ValueSets.of([value_set(expansion={"contains": contains})])
    options = sets.options(URL, {}) or ()
    assert [option.answer.value for option in options] == [
        {"system": "s", "code": "b", "display": "B"},
        {"system": "s", "code": "a"},
        {"system": "t", "code": "a"},
    ]


def test_an_expansion_that_is_cut_off_proves_nothing() -> None:
    contains = [{"system": "s", "code": "a"}]
    assert codes([value_set(expansion={"total": 2, "contains": contains})]) is None
    costly = [{"url": CORE + "valueset-toocostly", "valueBoolean": True}]
    assert codes([value_set(expansion={"extension": costly, "contains": contains})]) is None
    whole = {**include(system="s", concept=[{"code": "a"}, {"code": "b"}])}
    cut = {"total": 2, "contains": contains}
    assert codes([value_set(expansion=cut, **whole)]) == ["a", "b"]


def test_listed_concepts_need_no_code_system() -> None:
    listed = [{"code": "a", "display": "A"}, {"code": "b"}]
    assert codes([value_set(**include(system="s", concept=listed))]) == ["a", "b"]


def test_a_contained_value_set_is_found_by_its_id_and_by_its_url() -> None:
    contained = [value_set(id="colours", **include(system="s", concept=[{"code": "red"}]))]
    assert codes([], "#colours", contained=contained) == ["red"]
    assert codes([], URL, contained=contained) == ["red"]
    assert codes(contained, "#colours") is None


def test_what_is_not_at_hand_is_none_and_not_empty() -> None:
    assert codes([]) is None
    assert codes([value_set()]) is None
    assert codes([value_set(**include(system=ANIMALS))]) is None
    assert codes([value_set(**include(valueSet=["http://example.org/other"]))]) is None
    assert codes([value_set(**include(system=ANIMALS)), code_system(content="fragment")]) is None


def test_a_version_asked_for_is_the_one_given() -> None:
    resources = [
        value_set(version=version, **include(system="s", concept=[{"code": version}]))
        for version in ("1.9", "1.10", "1.2")
    ]
    assert codes(resources) == ["1.10"]
    assert codes(resources, f"{URL}|1.2") == ["1.2"]
    assert codes(resources, f"{URL}|2") is None
    assert codes([value_set(**include(system="s", concept=[{"code": "a"}]))], f"{URL}|2") == ["a"]


def test_a_whole_code_system_gives_all_its_codes_but_headings() -> None:
    assert codes([value_set(**include(system=ANIMALS)), code_system()]) == [
        "cat",
        "dog",
        "fish",
        "eel",
    ]
    assert codes([code_system(valueSet=URL)]) == ["cat", "dog", "fish", "eel"]


@pytest.mark.parametrize(
    ("name", "operator", "value", "expected"),
    [
        ("concept", "is-a", "mammal", ["cat", "dog"]),
        ("concept", "is-a", "fish", ["fish", "eel"]),
        ("concept", "descendent-of", "fish", ["eel"]),
        ("concept", "is-not-a", "mammal", ["fish", "eel"]),
        ("concept", "child-of", "mammal", ["cat", "dog"]),
        ("concept", "generalizes", "eel", ["fish", "eel"]),
        ("concept", "descendent-leaf", "mammal", ["cat", "dog"]),
        ("parent", "=", "fish", ["eel"]),
        ("size", "=", "large", ["dog"]),
        ("size", "exists", "true", ["dog"]),
        ("size", "exists", "false", ["cat", "fish", "eel"]),
        ("code", "in", "cat, eel", ["cat", "eel"]),
        ("code", "not-in", "cat,eel", ["dog", "fish"]),
        ("code", "regex", "[a-e]+t|eel", ["cat", "eel"]),
        ("itemWeight", "=", "1.5", ["fish"]),
        ("code", "regex", "(?<=a)t", None),
        ("code", "unheard-of", "cat", None),
    ],
)
def test_filters_choose_among_the_codes_of_a_code_system(
    name: str, operator: str, value: str, expected: list[str] | None
) -> None:
    assert filtered(name, operator, value) == expected


def test_parts_are_joined_narrowed_by_value_sets_and_lessened_by_exclude() -> None:
    inner = value_set("http://example.org/in", **include(system="s", concept=[{"code": "b"}]))
    listed = [{"code": code} for code in "abc"]
    both = {"system": "s", "concept": listed, "valueSet": [inner["url"]]}
    other = {"system": "t", "concept": [{"code": "d"}, {"code": "e"}]}
    less = {"system": "t", "concept": [{"code": "e"}]}
    outer = value_set(compose={"include": [both, other], "exclude": [less]})
    assert codes([outer, inner]) == ["b", "d"]


def test_value_sets_that_include_each_other_in_a_circle_have_no_known_codes() -> None:
    one = value_set("http://a", **include(valueSet=["http://b"]))
    other = value_set("http://b", **include(valueSet=["http://a"]))
    assert codes([one, other], "http://a") is None


def test_scores_and_translations_come_along_and_the_answer_stays_bare() -> None:
    listed = [{"code": "cat"}, {"code": "fish"}]
    sets = ValueSets.of([value_set(**include(system=ANIMALS, concept=listed)), code_system()])
    cat, fish = sets.options(URL, {"language": "en"}) or ()
    assert (cat.weight, fish.weight) == (Decimal(2), Decimal("1.5"))
    assert (cat.label("en"), cat.label("nl")) == ("Cat", "Kat")
    assert cat.answer.value == {"system": ANIMALS, "code": "cat", "display": "Cat"}


def test_what_the_value_set_says_of_a_code_goes_before_its_code_system() -> None:
    score = [{"url": CORE + "ordinalValue", "valueDecimal": 9}]
    listed = [{"code": "cat", "display": "Pussy cat", "extension": score}]
    sets = ValueSets.of([value_set(**include(system=ANIMALS, concept=listed)), code_system()])
    [cat] = sets.options(URL, {}) or ()
    assert (cat.weight, cat.label("en")) == (Decimal(9), "Pussy cat")


def test_a_contained_code_system_serves_a_contained_value_set() -> None:
    contained = [value_set(id="v", **include(system=ANIMALS)), code_system(id="c")]
    assert codes([], "#v", contained=contained) == ["cat", "dog", "fish", "eel"]


LISTED = value_set(**include(system="s", concept=[{"code": "a"}]))


@pytest.mark.parametrize(
    "resource",
    [
        LISTED,
        {"resourceType": "Bundle", "entry": [{"fullUrl": "x"}, {"resource": LISTED}]},
        {"resourceType": "Parameters", "parameter": [{"name": "return", "resource": LISTED}]},
        {"resourceType": "Questionnaire", "contained": [LISTED]},
        {
            "resourceType": "Bundle",
            "entry": [{"fullUrl": URL, "resource": {**LISTED, "url": ""} | {"url": URL}}],
        },
    ],
)
def test_a_file_may_hold_one_value_set_or_a_bundle_or_a_servers_reply(
    resource: dict[str, Any],
) -> None:
    sets = read_value_sets(json.dumps(resource).encode())
    assert [option.answer.value["code"] for option in sets.options(URL, {}) or ()] == ["a"]


def test_a_reply_without_url_is_known_by_the_name_of_its_file() -> None:
    nameless = {key: value for key, value in LISTED.items() if key != "url"}
    sets = read_value_sets(json.dumps(nameless).encode(), name="vs")
    assert sets.options(URL, {}) is not None
    assert sets.options("http://example.org/other", {}) is None


def test_value_sets_of_several_files_are_taken_together_the_first_before_the_next() -> None:
    other = value_set("http://b", **include(system="s", concept=[{"code": "b"}]))
    doubled = value_set(**include(system="s", concept=[{"code": "z"}]))
    sets = ValueSets.of([LISTED]) | ValueSets.of([other, doubled])
    found = [sets.options(canonical, {}) or () for canonical in (URL, "http://b")]
    assert [[o.answer.value["code"] for o in options] for options in found] == [["a"], ["b"]]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"resourceType":"Patient"}', b"\xff"])
def test_a_file_without_value_sets_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(KioskError, match=r"\.$") as caught:
        read_value_sets(content)
    assert caught.value.advice


WORDS = st.sampled_from(["a", "b", "#v", URL, ANIMALS, "is-a", "concept", "ValueSet", "CodeSystem"])
KEYS = st.sampled_from(
    [
        "resourceType",
        "id",
        "url",
        "version",
        "compose",
        "include",
        "exclude",
        "system",
        "concept",
        "code",
        "display",
        "filter",
        "property",
        "op",
        "value",
        "valueSet",
        "expansion",
        "contains",
        "total",
        "content",
        "designation",
        "extension",
        "valueCode",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def spoilt(resource: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """The resource with anything at any of its keys."""
    some = st.dictionaries(st.sampled_from([*resource, "expansion", "compose"]), JSON, max_size=3)
    return some.map(lambda changes: {**resource, **changes})


@quick
@given(st.lists(spoilt(value_set(id="v", **include(system=ANIMALS))) | spoilt(code_system())), JSON)
def test_nothing_in_a_value_set_makes_reading_it_fail(
    resources: list[dict[str, Any]], anything: Any
) -> None:
    sets = ValueSets.of([*resources, {"resourceType": "Bundle", "entry": anything}])
    for canonical in (URL, "#v", ANIMALS):
        options = sets.options(canonical, {"contained": resources})
        assert options is None or all(option.answer.value["code"] for option in options)


def chain(length: int, *, doubled: bool = False) -> list[dict[str, Any]]:
    """Value sets that each include the next one, the last one with a code."""
    last = value_set("http://vs/0", **include(system="s", concept=[{"code": "a"}]))
    times = 2 if doubled else 1
    return [last] + [
        value_set(
            f"http://vs/{n}",
            compose={"include": [{"valueSet": [f"http://vs/{n - 1}"]}] * times},
        )
        for n in range(1, length)
    ]


def test_a_value_set_included_over_and_over_is_worked_out_once() -> None:
    assert codes(chain(40, doubled=True), "http://vs/39") == ["a"]


def test_value_sets_nested_beyond_reason_have_no_known_codes() -> None:
    assert codes(chain(5_000), "http://vs/4999") is None


def test_an_empty_exclude_or_include_leaves_nothing_unproven() -> None:
    listed = {"system": "s", "concept": [{"code": "a"}]}
    assert codes([value_set(compose={"include": [listed], "exclude": []})]) == ["a"]
    assert codes([value_set(compose={"include": [listed], "exclude": [listed]})]) == []
    assert codes([value_set(compose={"include": []})]) is None
    nothing = [{"property": "code", "op": "=", "value": "unicorn"}]
    assert codes([value_set(**include(system=ANIMALS, filter=nothing)), code_system()]) == []
