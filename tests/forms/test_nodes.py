"""The response of a sitting as expressions see it."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.fhirpath import Node, Scope
from kiosk.forms.answers import Answer
from kiosk.forms.compiled import Compiled
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.forms.sitting.answering import Answering
from kiosk.forms.sitting.evaluation import Surroundings, same_nodes
from kiosk.forms.sitting.form_nodes import FormNode
from kiosk.forms.sitting.nodes import ItemNode, ItemNodes, ResponseNode
from kiosk.forms.sitting.reactive import Cell

Raw = dict[str, Any]
Step = tuple[int, list[int]]
steps = st.lists(
    st.tuples(st.integers(0, 60), st.lists(st.integers(0, 2), max_size=3)), max_size=12
)
thorough = settings(max_examples=50, deadline=None)  # a loaded PC is no failure


def question(link_id: str, **more: Any) -> Raw:
    return {"linkId": link_id, "type": "integer", "text": "?", **more}


def group(link_id: str, *items: Raw, **more: Any) -> Raw:
    return {"linkId": link_id, "type": "group", "item": [*items], **more}


def form_of(*items: Raw, **more: Any) -> Questionnaire:
    return parse_questionnaire({"resourceType": "Questionnaire", "item": [*items], **more})


EXPRESSIONS = Compiled()
FORM = form_of(
    question("a"),
    group(
        "g",
        question("b"),
        group("h", question("c"), question("d", item=[question("e")]), repeats=True),
        question("f", repeats=True, item=[question("e"), group("i", question("c"))]),
    ),
    group(
        "j",
        question("b"),
        group("k", question("l")),
        enableWhen=[{"question": "a", "operator": "=", "answerInteger": 1}],
    ),
)
LINK_IDS = sorted({item.link_id for item in FORM.by_path.values()})


class Sitting:
    """One person's answers, and the response as a tree of nodes."""

    def __init__(self, form: Questionnaire = FORM) -> None:
        self.answering = Answering(form, Surroundings())
        self.tree = self.answering.logic.tree
        self.response = ResponseNode(form, self.tree.root, ItemNodes(form))

    def go(self, step: Step) -> None:
        """Answers some question, or adds or removes some occurrence of a group."""
        number, values = step
        at = list(self.tree.by_path.values())[number % len(self.tree.by_path)]
        if at.item.is_question:
            some = values if at.item.repeats else values[:1]
            self.answering.give(
                at, [Answer("valueInteger", value) for value in dict.fromkeys(some)]
            )
        elif at.item.repeats and values:
            self.answering.add(at)
        elif at.item.repeats:
            self.answering.remove(at)

    def nodes(self) -> Iterator[Node]:
        """The response and everything in it."""
        yield self.response
        yield from found("descendants()", self.response)


def paths(nodes: Sequence[Node]) -> list[str]:
    return [node.occurrence.path for node in nodes if isinstance(node, ItemNode)]


def found(text: str, focus: Node) -> list[Node]:
    return EXPRESSIONS[text].evaluate(focus, Scope())


@thorough
@given(steps)
def test_all_items_of_a_name_are_the_same_whether_looked_for_or_known(taken: list[Step]) -> None:
    sitting = Sitting()
    for step in taken:
        sitting.go(step)
    for focus in sitting.nodes():
        for link_id in LINK_IDS:
            short = found(f"descendants().where(linkId='{link_id}')", focus)
            long = found(f"descendants().where(linkId='{link_id}' & '')", focus)
            assert Counter(paths(short)) == Counter(paths(long))


@thorough
@given(steps)
@pytest.mark.parametrize("followed", ["item", "item | answer.item"])
def test_repeated_items_of_a_name_are_the_same_whether_looked_for_or_known(
    followed: str, taken: list[Step]
) -> None:
    sitting = Sitting()
    for step in taken:
        sitting.go(step)
    for focus in sitting.nodes():
        for link_id in LINK_IDS:
            short = found(f"repeat({followed}).where(linkId='{link_id}')", focus)
            long = found(f"repeat({followed}).where(linkId='{link_id}' & '')", focus)
            # Which of several equal items stands for all is the same to FHIRPath.
            assert Counter(json.dumps(one.json()) for one in short) == Counter(
                json.dumps(one.json()) for one in long
            )


@thorough
@given(steps, st.sampled_from(LINK_IDS), st.sampled_from(["descendants()", "repeat(item)"]))
def test_what_is_kept_of_the_items_of_a_name_follows_every_answer(
    taken: list[Step], link_id: str, way: str
) -> None:
    sitting = Sitting()
    text = f"{way}.where(linkId='{link_id}').answer.value"

    def values() -> list[Node]:
        return found(text, sitting.response)

    owner = next(iter(sitting.tree.by_path.values()))
    kept = Cell(sitting.answering.logic.graph, values, empty=[], owner=owner, same=same_nodes)
    for step in taken:
        sitting.go(step)
        assert [node.data for node in kept.get()] == [node.data for node in values()]


@pytest.mark.parametrize("way", ["descendants()", "repeat(item)"])
def test_finding_an_item_anywhere_costs_the_same_in_a_larger_form(way: str) -> None:
    def looked_at(size: int) -> int:
        others = (group(f"g{n}", question(f"q{n}")) for n in range(size))
        sitting = Sitting(form_of(*others, group("around", question("wanted"))))
        owner = sitting.tree.by_path["around/wanted"]
        text = f"{way}.where(linkId='wanted').answer.value"
        graph = sitting.answering.logic.graph
        kept = Cell(graph, lambda: found(text, sitting.response), empty=[], owner=owner)
        kept.refresh()
        return len(kept.reads)

    assert looked_at(5) == looked_at(50) < 5


def test_more_may_be_asked_of_the_items_of_a_name() -> None:
    sitting = Sitting()
    second, _ = sitting.answering.add(sitting.tree.by_path["g/h"])
    for path, value in (("g/h/c", 1), (f"{second.path}/c", 2)):
        sitting.answering.give(sitting.tree.by_path[path], [Answer("valueInteger", value)])

    text = "descendants().where(linkId='c' and answer.value > 1 and answer.value < 3)"

    assert paths(found(text, sitting.response)) == ["g/h#2/c"]


def test_of_equal_items_repeat_takes_one_and_descendants_all() -> None:
    sitting = Sitting()
    second, _ = sitting.answering.add(sitting.tree.by_path["g/h"])
    for path in ("g/h/c", f"{second.path}/c"):
        sitting.answering.give(sitting.tree.by_path[path], [Answer("valueInteger", 5)])

    assert paths(found("repeat(item).where(linkId='c')", sitting.response)) == ["g/h/c"]
    assert paths(found("descendants().where(linkId='c')", sitting.response)) == [
        "g/h/c",
        "g/h#2/c",
    ]


def test_items_inside_answers_are_below_but_no_items_of_the_question() -> None:
    sitting = Sitting()
    sitting.answering.give(sitting.tree.by_path["g/f"], [Answer("valueInteger", 1)])
    sitting.answering.give(sitting.tree.by_path["g/f/e"], [Answer("valueInteger", 2)])

    assert found("repeat(item).where(linkId='e')", sitting.response) == []
    assert paths(found("descendants().where(linkId='e')", sitting.response)) == ["g/f/e"]


def test_an_item_looked_at_twice_is_the_same_node() -> None:
    sitting = Sitting()
    sitting.answering.give(sitting.tree.by_path["a"], [Answer("valueInteger", 1)])
    first, second = (found("item.where(linkId='a').answer", sitting.response) for _ in range(2))
    sitting.answering.give(sitting.tree.by_path["a"], [Answer("valueInteger", 2)])
    third = found("item.where(linkId='a').answer", sitting.response)

    assert first[0] is second[0]
    assert third[0].child("value")[0].data == 2


CONTAINED = {"resourceType": "Questionnaire", "item": [question("b")]}


@pytest.mark.parametrize(
    "more", [{}, {"contained": [CONTAINED]}, {"_title": {"extension": [{"linkId": "b"}]}}]
)
@pytest.mark.parametrize("way", ["descendants()", "repeat(item)"])
@pytest.mark.parametrize("link_id", ["", "b", "e", "c", "nobody"])
def test_items_of_the_form_are_the_same_whether_looked_for_or_known(
    link_id: str, way: str, more: Raw
) -> None:
    odd = [{"linkId": 5, "type": "group"}, {"type": "display"}, question("")]
    root = FormNode(FORM.raw | {"item": [*FORM.raw["item"], *odd]} | more, "Questionnaire")
    short = found(f"{way}.where(linkId='{link_id}')", root)
    long = found(f"{way}.where(linkId='{link_id}' & '')", root)

    assert Counter(json.dumps(one.json()) for one in short) == Counter(
        json.dumps(one.json()) for one in long
    )


def test_an_item_deep_in_the_form_is_found_once() -> None:
    root = FormNode(FORM.raw, "Questionnaire")

    (only,) = found("descendants().where(linkId='l')", root)

    assert isinstance(only, FormNode)
