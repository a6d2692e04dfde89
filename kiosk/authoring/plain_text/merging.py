"""What a text says, put onto a form: what the text does not hold stays as it was."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kiosk.authoring.plain_text.model import Beside, PlainItem, PlainText
from kiosk.authoring.plain_text.options import with_options
from kiosk.authoring.plain_text.saying import enable_when
from kiosk.authoring.plain_text.translating import put_words
from kiosk.authoring.plain_text.viewing import beside_control, by_link_id, plain_text
from kiosk.forms import extensions as ext

Raw = dict[str, Any]

_CONTROLS: Final = "http://hl7.org/fhir/questionnaire-item-control"
_FRESH: Final[Raw] = {
    "resourceType": "Questionnaire",
    "status": "draft",
    "subjectType": ["Patient"],
}
_PLAIN_WORDS: Final = ("title", "description", "purpose")
_PLAIN_TEXTS: Final = ("url", "version", "language")
_BARE: Final = PlainItem("", "")
_FLAGS: Final[Mapping[str, str]] = {
    "repeats": "repeats", "required": "required", "read_only": "readOnly",
}  # fmt: skip


def put_onto(form: PlainText, original: Mapping[str, Any] | None) -> Raw:
    """The form as FHIR has it.

    Args:
        form: what its text says.
        original: the form that the text was made of, whose items are known by their linkIds;
            None for a new one.

    Raises:
        ImportRefused: an option or a condition can't be; the message names its line.
    """
    raw = dict(_FRESH if original is None else original)
    old = plain_text(raw)
    for element in _PLAIN_TEXTS:
        if getattr(form, element) != getattr(old, element):
            _put(raw, element, getattr(form, element))
    for element in _PLAIN_WORDS:
        put_words(raw, element, getattr(form, element))
    merging = _Merging(_known(raw, old))
    items = merging.form_items(form, old, raw)
    if items or "item" in raw:
        raw["item"] = items
    merging.put_conditions(by_link_id(raw))
    return raw


_Known = dict[str, list[tuple[Raw, PlainItem]]]


def _known(raw: Mapping[str, Any], form: PlainText) -> _Known:
    """LinkId → every item that has it, with what its text says, in the order of the form."""
    known: _Known = defaultdict(list)

    def add(element: Mapping[str, Any], items: tuple[PlainItem, ...]) -> None:
        children = [one for one in ext.mappings(element, "item") if not beside_control(one)]
        for child, item in zip(children, items, strict=True):
            known[item.link_id].append((dict(child), item))
            add(child, item.items)

    for child, item in zip(ext.mappings(raw, "item"), form.items, strict=True):
        known[item.link_id].append((dict(child), item))
        add(child, item.items)
    return known


@dataclass
class _Merging:
    """Takes each known item once."""

    known: _Known
    waiting: list[tuple[Raw, PlainItem, PlainItem]] = field(default_factory=list)

    def form_items(self, new: PlainText, old: PlainText, raw: Mapping[str, Any]) -> list[Any]:
        """The items of the first level."""
        merged = [self._item(one) for one in new.items]
        return _at_their_place(raw, merged, same=_link_ids(old.items) == _link_ids(new.items))

    def _items_inside(self, new: PlainItem, old: PlainItem, raw: Mapping[str, Any]) -> list[Any]:
        """The items inside another, the texts that belong to it among them."""
        merged = [self._item(one) for one in new.items]
        texts = _texts_beside(raw, old.beside, new.beside)
        same = _link_ids(old.items) == _link_ids(new.items)
        beside = [[(one.control, one.link_id) for one in item.beside] for item in (old, new)]
        return _at_their_place(raw, merged, texts, same=same and beside[0] == beside[1])

    def _item(self, new: PlainItem) -> Raw:
        entries = self.known.get(new.link_id)
        raw, old = entries.pop(0) if entries else ({"linkId": new.link_id}, _BARE)
        put_words(raw, "text", new.words)
        if old.type != new.type:
            _put(raw, "type", new.type)
        for attribute, element in _FLAGS.items():
            if getattr(old, attribute) != getattr(new, attribute):
                _put(raw, element, getattr(new, attribute))
        if old.hidden != new.hidden:
            _put_extension(raw, ext.HIDDEN, {"valueBoolean": True} if new.hidden else None)
        if old.rule != new.rule:
            value = {"language": "text/fhirpath", "expression": new.rule}
            _put_extension(
                raw, ext.ENABLE_WHEN_EXPRESSION, {"valueExpression": value} if new.rule else None
            )
        if old.value_set != new.value_set:
            _put(raw, "answerValueSet", new.value_set)
        if old.options != new.options or (new.options and old.type != new.type):
            options = ext.mappings(raw, "answerOption")
            _put(raw, "answerOption", with_options(options, old.options, new.options, new.type))
        children = self._items_inside(new, old, raw)
        if children != raw.get("item", []):
            _put(raw, "item", children)
        self.waiting.append((raw, old, new))
        return raw

    def put_conditions(self, items: Mapping[str, Mapping[str, Any]]) -> None:
        """Once every question is there: when each is asked."""
        for raw, old, new in self.waiting:
            if old.conditions != new.conditions:
                _put(raw, "enableWhen", _conditions(raw, old, new, items))
            several = len(new.conditions) > 1
            if several and (old.any_of, len(old.conditions) > 1) != (new.any_of, several):
                raw["enableBehavior"] = "any" if new.any_of else "all"
            elif not new.conditions and old.conditions:
                raw.pop("enableBehavior", None)


def _conditions(
    raw: Raw, old: PlainItem, new: PlainItem, items: Mapping[str, Mapping[str, Any]]
) -> list[Any]:
    """Conditions as FHIR has them; those that are as they were keep what words don't say."""
    known = list(zip(old.conditions, ext.mappings(raw, "enableWhen"), strict=True))
    made: list[Any] = []
    for condition in new.conditions:
        was = [element for one, element in known if one == condition]
        made += was[:1] or [enable_when(condition, items)]
    return made


def _link_ids(items: tuple[PlainItem, ...]) -> list[str]:
    return [item.link_id for item in items]


def _at_their_place(
    raw: Mapping[str, Any], merged: list[Raw], texts: list[Raw] | None = None, *, same: bool
) -> list[Any]:
    """The items in their order: each where it was, where they are the same ones as before."""
    children = raw.get("item")
    if not same or not isinstance(children, list):
        return [*(texts or ()), *merged]
    items, beside = iter(merged), iter(texts or ())
    return [
        child
        if not isinstance(child, Mapping)
        else next(beside if texts is not None and beside_control(child) else items)
        for child in children
    ]


def _texts_beside(
    raw: Mapping[str, Any], old: tuple[Beside, ...], new: tuple[Beside, ...]
) -> list[Raw]:
    children = [one for one in ext.mappings(raw, "item") if beside_control(one)]
    known = list(zip(old, children, strict=True))
    made = []
    for one in new:
        at = next((n for n, (was, _) in enumerate(known) if _is_same(was, one)), None)
        _, child = known.pop(at) if at is not None else (None, _fresh_beside(one))
        changed = dict(child)
        put_words(changed, "text", one.words)
        made.append(changed)
    return made


def _is_same(was: Beside, one: Beside) -> bool:
    return (was.control, was.link_id) == (one.control, one.link_id)


def _fresh_beside(beside: Beside) -> Raw:
    concept = {"coding": [{"system": _CONTROLS, "code": beside.control}]}
    control = {"url": ext.ITEM_CONTROL, "valueCodeableConcept": concept}
    made: Raw = {"linkId": beside.link_id, "extension": [control]}
    put_words(made, "text", beside.words)
    return {**made, "type": "display"}


def _put(element: Raw, key: str, value: Any) -> None:
    if value:
        element[key] = value
    else:
        element.pop(key, None)


def _put_extension(element: Raw, url: str, value: Raw | None) -> None:
    kept = [one for one in element.get("extension") or [] if ext.url_of(one) != url]
    _put(element, "extension", [*kept, *([{"url": url, **value}] if value else [])])
