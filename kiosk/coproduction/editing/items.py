"""Questions of a form: one more, one less, in another order, asked only after an answer."""

from typing import Any, Final

from kiosk.coproduction.editing.edits import TYPES, AddItem, MoveItem, RemoveItem, SetSkipRule
from kiosk.coproduction.editing.errors import EditRefused
from kiosk.coproduction.editing.references import conditions_on, named_in_expressions
from kiosk.coproduction.editing.writing import (
    Json,
    beside_item,
    item_at,
    items_of,
    option_at,
)
from kiosk.forms import extensions as ext

_FIRST_ANSWERS: Final = ("Yes", "No")
_MAX_LINK_ID: Final = 100


def add_item(raw: Json, edit: AddItem) -> None:
    """A new question after another."""
    text, taken = edit.text.strip(), {ext.text(one, "linkId") for one in items_of(raw)}
    if not text:
        raise EditRefused("empty", "The new question has no words.", advice="Write a few words.")
    if edit.type not in TYPES:
        raise EditRefused("type", f"Questions of the type “{edit.type}” can't be made here.")
    if edit.link_id in taken or not 0 < len(edit.link_id) <= _MAX_LINK_ID:
        raise EditRefused("taken", f"There is a question “{edit.link_id}” already.")
    made: Json = {"linkId": edit.link_id, "text": text, "type": edit.type}
    if edit.type == "choice":
        made["answerOption"] = [
            {"valueCoding": {"code": one.lower(), "display": one}} for one in _FIRST_ANSWERS
        ]
    if edit.after:
        beside, place = beside_item(raw, edit.after)
        beside.insert(place + 1, made)
    else:
        raw.setdefault("item", []).insert(0, made)


def remove_item(raw: Json, edit: RemoveItem) -> None:
    """A question less; not one that others wait for, that is counted, or the last one."""
    beside, place = beside_item(raw, edit.link_id)
    gone = beside[place]
    inside = [gone, *items_of(gone)]
    for one in inside:
        _refuse_named(raw, ext.text(one, "linkId"), within=inside)
    if len(beside) == 1:
        raise EditRefused("last", "It is the only question here.")
    del beside[place]


def move_item(raw: Json, edit: MoveItem) -> None:
    """A question up or down, never before one it waits for."""
    beside, place = beside_item(raw, edit.link_id)
    to = place + edit.by
    if not 0 <= to < len(beside):
        raise EditRefused("end", "It is at the end already.")
    moved = beside.pop(place)
    beside.insert(to, moved)
    _refuse_too_early(raw)


def set_skip_rule(raw: Json, edit: SetSkipRule) -> None:
    """Ask it only after that answer, or always."""
    item = item_at(raw, edit.link_id)
    if ext.extension_value(item, ext.ENABLE_WHEN_EXPRESSION) is not None:
        raise EditRefused(
            "worked-out", "When this question is asked is worked out by an expression.",
            advice="Ask whoever made the form.",
        )  # fmt: skip
    item.pop("enableWhen", None)
    item.pop("enableBehavior", None)
    if not edit.question:
        return
    inside = {ext.text(one, "linkId") for one in (item, *items_of(item))}
    if edit.question in inside:
        raise EditRefused("itself", "A question can't wait for its own answer.")
    item["enableWhen"] = [_condition(item_at(raw, edit.question), edit)]
    _refuse_too_early(raw)


def _condition(asked: Json, edit: SetSkipRule) -> Json:
    condition: Json = {"question": edit.question, "operator": "="}
    if ext.text(asked, "type") == "boolean":
        return condition | {"answerBoolean": edit.option == 0}
    option = option_at(asked, edit.option)
    name = next((key for key in option if key.startswith("value")), "")
    value: Any = option.get(name)
    if isinstance(value, dict):
        value = {key: value[key] for key in ("system", "code", "display") if key in value}
    return condition | {"answer" + name.removeprefix("value"): value}


def _refuse_too_early(raw: Json) -> None:
    """What waits for an answer comes after it."""
    order = {ext.text(one, "linkId"): number for number, one in enumerate(items_of(raw))}
    waiting = (
        (order[ext.text(one, "linkId")], place)
        for link_id, place in order.items()
        for one, _ in conditions_on(raw, link_id)
    )
    if any(late < place for late, place in waiting):
        raise EditRefused(
            "too-early", "It would come before the question it waits for.",
            advice="Change when it is asked, or move the other question.",
        )  # fmt: skip


def _refuse_named(raw: Json, link_id: str, *, within: list[Json]) -> None:
    if not link_id:
        return
    waiting = [
        one for one, _ in conditions_on(raw, link_id) if not any(one is each for each in within)
    ]
    if waiting:
        asked = ext.text(waiting[0], "text") or ext.text(waiting[0], "linkId")
        raise EditRefused(
            "waited-for", f"“{asked}” is asked only after an answer to it.",
            advice="Change when that question is asked first.",
        )  # fmt: skip
    if named_in_expressions(raw, link_id):
        raise EditRefused(
            "counted", "A score or a rule of the form reads its answer.",
            advice="Ask whoever made the form.",
        )  # fmt: skip
