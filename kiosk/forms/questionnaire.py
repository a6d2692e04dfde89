"""Questionnaires: read tolerantly, kept as they came.

The raw JSON stays the truth; `Item` and its kin only say in Python what is written there. What
the engine does not know is kept in `raw`, never lost, and named by `kiosk form check`.
Source: http://hl7.org/fhir/R4/questionnaire.html
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from kiosk.errors import FormUnreadable
from kiosk.forms import extensions as ext
from kiosk.forms.alert_rules import alert_rules
from kiosk.forms.compiled import Compiled
from kiosk.forms.evaluation_order import evaluation_order
from kiosk.forms.fhir_json import NotJson, decode_json, encode_json
from kiosk.forms.item import Item, child_items
from kiosk.forms.languages import nearest, sign_language, written
from kiosk.forms.looks.clips import sign_languages_in
from kiosk.forms.texts import complete_languages, text_in

__all__ = ["Item", "Questionnaire", "parse_questionnaire", "read_questionnaire"]

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_ITEMS: Final = 20_000
MAX_DEPTH: Final = 32
"""Bounds on what is read, so that a hostile file ends in a message and not in a hanging kiosk.
The largest public form known has 808 items, 1.07 MB, five levels."""


@dataclass(frozen=True, eq=False)
class Questionnaire:
    """One form.

    Attributes:
        raw: the JSON object it was read from.
        items: the items of the first level.
        evaluation_order: every item, each after all that its enablement and value depend on.
        compiled: its expressions, for every sitting.
    """

    raw: Mapping[str, Any] = field(repr=False)
    items: tuple[Item, ...]
    evaluation_order: tuple[Item, ...] = field(repr=False)
    compiled: Compiled = field(repr=False)

    @property
    def url(self) -> str:
        """The canonical url without version; "" where the form has none."""
        return ext.text(self.raw, "url")

    @property
    def version(self) -> str:
        """The business version; "" where the form has none."""
        return ext.text(self.raw, "version")

    @property
    def name(self) -> str:
        """The name for machines; falls back to the id."""
        return ext.text(self.raw, "name") or ext.text(self.raw, "id")

    @property
    def canonical(self) -> str:
        """`url|version`, as responses refer to the form."""
        return f"{self.url}|{self.version}" if self.version else self.url

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the form's canonical JSON, in hexadecimal digits."""
        return hashlib.sha256(encode_json(self.raw)).hexdigest()

    @property
    def own_language(self) -> str:
        """The language the form is written in; "en" where it does not say."""
        return ext.text(self.raw, "language") or "en"

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages in which every text of the form exists; its own first."""
        return complete_languages(self.raw, self.own_language)

    def speaks(self, language: str) -> bool:
        """Whether readers of that language can read the whole form."""
        return nearest(language, self.languages) is not None

    @cached_property
    def sign_languages(self) -> frozenset[str]:
        """The languages of signs that some of its films are in, in small letters."""
        return sign_languages_in(item.raw for item in self.by_path.values())

    def language_for(self, wanted: str) -> str:
        """The language it is shown in to who wants that one: its nearest, else its own.

        "en-x-bfi" where the words are English and there are films in British Sign Language.
        """
        shown, sign = nearest(wanted, self.languages) or self.own_language, sign_language(wanted)
        return f"{written(shown)}-x-{sign}" if sign and sign in self.sign_languages else shown

    @property
    def has_alert_rule(self) -> bool:
        """Whether an answer of this form must reach a responder at once."""
        return bool(alert_rules(self.raw))

    @cached_property
    def sensitive(self) -> bool:
        """Whether patients are nowhere asked "Was this question OK?" in this form."""
        marked = (self.raw, *(item.raw for item in self.by_path.values()))
        return any(ext.extension_value(raw, ext.NO_FEEDBACK_PROMPT) is True for raw in marked)

    @property
    def minutes(self) -> int | None:
        """How many minutes it usually takes, where the form says so."""
        return ext.extension_integer(self.raw, ext.EXPECTED_MINUTES)

    def title(self, language: str, *, proxy: bool = False) -> str:
        """The title for people, or for who answers for somebody; falls back to the name."""
        own = self.own_language
        return text_in(self.raw, "title", language, own=own, proxy=proxy) or self.name

    def description(self, language: str) -> str:
        """What the form is about, for people; "" where it does not say."""
        return text_in(self.raw, "description", language, own=self.own_language)

    @cached_property
    def by_path(self) -> Mapping[str, Item]:
        """Every item by its path, in the order of the form."""
        return {item.path: item for item in _walk(self.items)}

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The place of every item in the order of the form, by path."""
        return {path: number for number, path in enumerate(self.by_path)}

    @cached_property
    def asked(self) -> tuple[Item, ...]:
        """The items a person may be asked, in the order of the form."""
        return tuple(
            item
            for item in self.by_path.values()
            if item.is_asked and not any(around.hidden for around in self.ancestors(item))
        )

    def may_be_asked(self, item: Item) -> bool:
        """Whether a person is asked it where the answers so far want it."""
        return item.path in self._asked_paths

    def may_be_stated(self, item: Item) -> bool:
        """Whether a person is shown its value without being asked: read only, or worked out."""
        return item.path in self._stated_paths

    def is_note(self, item: Item) -> bool:
        """Whether it is a text of its own, not one that belongs to a question."""
        around = self.by_path.get(item.parent_path)
        return (
            item.type == "display"
            and not item.hidden
            and (around is None or not around.is_question)
            and not any(above.hidden for above in self.ancestors(item))
        )

    def is_multiple(self, item: Item) -> bool:
        """Whether it may occur more than once in a response."""
        return item.path in self._multiple_paths

    def place(self, item: Item) -> tuple[int, int]:
        """Its place in the order of the form, and in the order of evaluation."""
        return self._places[item.path]

    @cached_property
    def _places(self) -> Mapping[str, tuple[int, int]]:
        order = {item.path: number for number, item in enumerate(self.evaluation_order)}
        return {path: (number, order[path]) for path, number in self.positions.items()}

    @cached_property
    def _asked_paths(self) -> frozenset[str]:
        return frozenset(item.path for item in self.asked)

    @cached_property
    def _stated_paths(self) -> frozenset[str]:
        stated = (i for i in self.by_path.values() if i.is_question and not i.is_asked)
        return frozenset(
            item.path
            for item in stated
            if not item.hidden and not any(around.hidden for around in self.ancestors(item))
        )

    @cached_property
    def _multiple_paths(self) -> frozenset[str]:
        found: set[str] = set()
        for item in self.by_path.values():
            around = self.by_path.get(item.parent_path)
            inside = around is not None and (around.is_question or around.path in found)
            if inside or (item.repeats and item.type == "group"):
                found.add(item.path)
        return frozenset(found)

    def ancestors(self, item: Item) -> tuple[Item, ...]:
        """The items around an item, the outermost first."""
        around: list[Item] = []
        while item.parent_path:
            item = self.by_path[item.parent_path]
            around.insert(0, item)
        return tuple(around)

    @cached_property
    def by_link_id(self) -> Mapping[str, Item]:
        """Every item by its linkId; of a doubled linkId the first."""
        return {item.link_id: item for item in reversed(tuple(self.by_path.values()))}


def read_questionnaire(content: bytes) -> Questionnaire:
    """The Questionnaire in a JSON file.

    Raises:
        FormUnreadable: too large, no JSON, or `parse_questionnaire` refuses it.
    """
    if len(content) > MAX_BYTES:
        raise FormUnreadable(
            f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.",
            advice="Split the form into several.",
        )
    try:
        raw = decode_json(content)
    except NotJson as cause:
        raise FormUnreadable(
            f"The file is not JSON: {cause}.", advice="Save the form as FHIR JSON."
        ) from cause
    return parse_questionnaire(raw)


def parse_questionnaire(raw: Mapping[str, Any]) -> Questionnaire:
    """The Questionnaire in a JSON object, which is kept and must not be changed afterwards.

    Raises:
        FormUnreadable: no Questionnaire, an unknown modifierExtension, too many items or too
            deep, or items or variables that wait for each other.
    """
    if not isinstance(raw, Mapping) or raw.get("resourceType") != "Questionnaire":
        raise FormUnreadable(
            "The file holds no FHIR Questionnaire.",
            advice=_instead_of(raw),
        )
    _refuse_modifiers(raw, None)
    _check_bounds(raw)
    items = child_items(raw, parent_path="", parent_json_path="Questionnaire")
    every = tuple(_walk(items))
    for item in every:
        _refuse_modifiers(item.raw, item)
    compiled = Compiled()
    order = evaluation_order(raw, every, compiled)
    return Questionnaire(raw=raw, items=items, evaluation_order=order, compiled=compiled)


def _instead_of(raw: object) -> str:
    kind = ext.text(raw, "resourceType")
    if kind == "Bundle":
        return "It holds a Bundle: save each Questionnaire in it as a file of its own."
    found = f", not “{kind}”" if kind else ""
    return f'Its "resourceType" must be "Questionnaire"{found}.'


def _walk(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _walk(item.items)


def _refuse_modifiers(element: Mapping[str, Any], item: Item | None) -> None:
    whose = f"Item “{item.link_id}”" if item else "The form"
    # A modifier may turn the meaning round ("not done"), so what we don't know we must not show.
    for extension in ext.mappings(element, "modifierExtension"):
        raise FormUnreadable(
            f"{whose} has the modifierExtension {ext.text(extension, 'url')}, which may change "
            "its meaning and is not known here.",
            advice="Remove the modifierExtension, or use another program for this form.",
            link_id=item.link_id if item else "",
            path=item.json_path if item else "Questionnaire",
        )


def _check_bounds(raw: Mapping[str, Any]) -> None:
    level, depth, count = [raw], 0, 0
    while level := [item for parent in level for item in ext.mappings(parent, "item")]:
        depth += 1
        count += len(level)
        if depth > MAX_DEPTH:
            raise FormUnreadable(
                f"The form is nested more than {MAX_DEPTH} levels deep.",
                advice="Flatten its groups.",
            )
        if count > MAX_ITEMS:
            raise FormUnreadable(
                f"The form has more than {MAX_ITEMS} items.", advice="Split the form into several."
            )
