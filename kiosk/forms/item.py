"""One item of a Questionnaire: a question, a group or a text.

Source: http://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer, same_value
from kiosk.forms.bidi import balanced
from kiosk.forms.texts import USUAL_LANGUAGE, text_in

ANSWER_CONSTRAINTS: Final = ("optionsOnly", "optionsOrType", "optionsOrString")
_WEIGHTS = (ext.ITEM_WEIGHT, ext.ORDINAL_VALUE)


@dataclass(frozen=True, eq=False)
class AnswerOption:
    """One permitted answer.

    Attributes:
        raw: the `answerOption` as it came.
        answer: the answer that choosing it gives, without translations and scores.
        language: the language that the form is written in.
    """

    raw: Mapping[str, Any] = field(repr=False)
    answer: Answer
    language: str = USUAL_LANGUAGE

    def label(self, language: str, *, proxy: bool = False) -> str:
        """What a person reads on it; `proxy`: a person who answers for the patient."""
        element, key = self.words_at
        words = text_in(element, key, language, own=self.language, proxy=proxy)
        return words or self.answer.label()

    @property
    def words_at(self) -> tuple[Mapping[str, Any], str]:
        """Where its words stand: the element that holds them, and their name in it."""
        value = self.raw.get(self.answer.key)
        return (value, "display") if isinstance(value, Mapping) else (self.raw, self.answer.key)

    @property
    def weight(self) -> Decimal | None:
        """Its score: itemWeight, else ordinalValue, on the option or on its coding."""
        holders = (self.raw, self.raw.get(self.answer.key), self.raw.get("_" + self.answer.key))
        for holder in holders:
            for url in _WEIGHTS:
                value = ext.extension_value(holder, url)
                if isinstance(value, int | Decimal) and not isinstance(value, bool):
                    return Decimal(value)
        return None

    @property
    def initially_selected(self) -> bool:
        """Whether it is chosen before anybody answers."""
        return self.raw.get("initialSelected") is True


@dataclass(frozen=True, eq=False)
class EnableWhen:
    """One condition: the item is asked only if the answer of `question` fits.

    Attributes:
        question: linkId of the question looked at.
        operator: "exists", "=", "!=", ">", "<", ">=", "<=".
        answer: what its answer is compared with; None where the form gives none.
    """

    question: str
    operator: str
    answer: Answer | None


@dataclass(frozen=True, eq=False)
class Item:
    """One question, group or text.

    Attributes:
        raw: the item as it came.
        path: the linkIds from the form's root down, joined by "/": unique even where a linkId
            is doubled (the second is marked "~2").
        parent_path: the path of the item around it; "" at the first level.
        json_path: where it stands in the file: "Questionnaire.item[0].item[2]".
        items: the items inside it.
        language: the language that the form is written in.
    """

    raw: Mapping[str, Any] = field(repr=False)
    path: str
    parent_path: str
    json_path: str
    items: tuple["Item", ...] = field(repr=False)
    language: str = field(default=USUAL_LANGUAGE, repr=False)

    @cached_property
    def extension_urls(self) -> frozenset[str]:
        """The urls of its extensions."""
        return frozenset(map(ext.url_of, ext.mappings(self.raw, "extension")))

    @cached_property
    def link_id(self) -> str:
        """The item's name in this form; "" where the form forgot it."""
        return ext.text(self.raw, "linkId")

    @cached_property
    def type(self) -> str:
        """FHIR's item type: "choice", "integer", "group", …, as given."""
        return ext.text(self.raw, "type")

    @cached_property
    def required(self) -> bool:
        """Whether an answer must be given before the form is complete."""
        return self.raw.get("required") is True

    @cached_property
    def repeats(self) -> bool:
        """Whether several answers may be given."""
        return self.raw.get("repeats") is True

    @cached_property
    def read_only(self) -> bool:
        """Whether people may not answer it."""
        return self.raw.get("readOnly") is True

    @cached_property
    def hidden(self) -> bool:
        """Whether people never see it."""
        return ext.extension_value(self.raw, ext.HIDDEN) is True

    @cached_property
    def answer_options(self) -> tuple[AnswerOption, ...]:
        """The permitted answers, where the form lists them."""
        options = ext.mappings(self.raw, "answerOption")
        return tuple(
            AnswerOption(raw, plain, self.language)
            for raw in options
            if (plain := _plain_answer(raw))
        )

    @cached_property
    def enable_when(self) -> tuple[EnableWhen, ...]:
        """The conditions under which it is asked."""
        return tuple(_enable_when(raw) for raw in ext.mappings(self.raw, "enableWhen"))

    @cached_property
    def enable_behavior(self) -> str:
        """Whether "all" or "any" conditions must hold; "any" if the form is silent (as in STU3)."""
        return ext.text(self.raw, "enableBehavior") or "any"

    @cached_property
    def calculated_expression(self) -> str:
        """The FHIRPath expression that gives its answer; "" where people answer it."""
        value = ext.extension_value(self.raw, ext.CALCULATED_EXPRESSION)
        return ext.text(value, "expression")

    @cached_property
    def control(self) -> str:
        """The itemControl code as given ("radio", "slider", …); "" if none."""
        value = ext.extension_value(self.raw, ext.ITEM_CONTROL)
        codes = (ext.text(coding, "code") for coding in ext.mappings(value, "coding"))
        return next((code for code in codes if code), "")

    @cached_property
    def answer_constraint(self) -> str:
        """Whether answers beside the options are allowed.

        "optionsOnly", "optionsOrType" (any answer of the item's type) or "optionsOrString" (words
        of one's own). R5's answerConstraint, in R4 as an extension or as `open-choice`.
        """
        given = ext.text(self.raw, "answerConstraint") or ext.extension_value(
            self.raw, ext.ANSWER_CONSTRAINT
        )
        if isinstance(given, str) and given in ANSWER_CONSTRAINTS:
            return given
        return "optionsOrString" if self.type == "open-choice" else "optionsOnly"

    @cached_property
    def disabled_display(self) -> str:
        """What is seen of it while it is not asked: "hidden" (also if silent) or "protected".

        R5's disabledDisplay, in R4 as an extension.
        """
        own = self.raw.get("disabledDisplay")
        given = own or ext.extension_value(self.raw, ext.DISABLED_DISPLAY)
        return "protected" if given == "protected" else "hidden"

    @cached_property
    def is_question(self) -> bool:
        """Whether it can hold an answer."""
        return self.type not in {"group", "display", "question", ""}

    @cached_property
    def is_asked(self) -> bool:
        """Whether a person is ever asked it: a question, neither hidden nor worked out."""
        return self.is_question and not (
            self.hidden or self.read_only or self.calculated_expression
        )

    def text(self, language: str, *, proxy: bool = False) -> str:
        """What is asked; `proxy`: of somebody who answers for the patient."""
        return text_in(self.raw, "text", language, own=self.language, proxy=proxy)

    def hint(self, language: str, *, proxy: bool = False) -> str:
        """Help for the question: the text of a display item with itemControl `help` inside it."""
        return self.words("help", language, proxy=proxy)

    def words(self, control: str, language: str, *, proxy: bool = False) -> str:
        """The text of the items inside it with this itemControl; "" if none.

        `lower` and `upper` are the words at the two ends of a scale.
        """
        beside = (child for child in self.items if child.control == control)
        texts = (child.text(language, proxy=proxy) for child in beside)
        return " ".join(text for text in texts if text)

    def answer_label(self, answer: Answer, language: str, *, proxy: bool = False) -> str:
        """What a person reads for an answer: the option's label, else the answer's own."""
        for option in self.answer_options:
            if same_value(option.answer, answer):
                return option.label(language, proxy=proxy)
        return balanced(answer.label())

    def initial_answers(self) -> tuple[Answer, ...]:
        """What is answered before anybody touches the form (`initial`, `initialSelected`)."""
        return self._initial

    @cached_property
    def _initial(self) -> tuple[Answer, ...]:
        if not self.is_question or self.calculated_expression:
            return ()
        given = [_plain_answer(raw) for raw in ext.mappings(self.raw, "initial")]
        # The options are read only where one is chosen: a form may have thousands.
        listed = ext.mappings(self.raw, "answerOption")
        selected = any(raw.get("initialSelected") is True for raw in listed)
        options = self.answer_options if selected else ()
        chosen = [option.answer for option in options if option.initially_selected]
        return tuple(answer for answer in (*given, *chosen) if answer)


def child_items(
    parent: Mapping[str, Any], *, parent_path: str, parent_json_path: str, language: str = ""
) -> tuple[Item, ...]:
    """The items inside a form or an item, with everything inside them.

    `language` is the form's own; it is read from `parent` where that is the form.
    """
    own = language or ext.text(parent, "language") or USUAL_LANGUAGE
    seen: Counter[str] = Counter()
    items = []
    for index, raw in enumerate(ext.mappings(parent, "item")):
        step = _path_step(ext.text(raw, "linkId"))
        seen[step] += 1
        here = step if seen[step] == 1 else f"{step}~{seen[step]}"
        path = f"{parent_path}/{here}" if parent_path else here
        place = f"{parent_json_path}.item[{index}]"
        inside = child_items(raw, parent_path=path, parent_json_path=place, language=own)
        items.append(Item(raw, path, parent_path, place, inside, own))
    return tuple(items)


def _path_step(link_id: str) -> str:
    # "/" joins steps, "~" tells doubled linkIds apart, "#" occurrences of the same item.
    for mark in "%/~#":
        link_id = link_id.replace(mark, f"%{ord(mark):02X}")
    return link_id


def _plain_answer(raw: Mapping[str, Any]) -> Answer | None:
    try:
        answer = Answer.from_fhir(raw)
    except ValueError:
        return None
    if not isinstance(answer.value, Mapping):
        return answer
    # Translations and scores belong to the form; a response carries the bare value.
    bare = {
        key: value
        for key, value in answer.value.items()
        if key != "extension" and not key.startswith("_")
    }
    return Answer(answer.key, bare)


def _enable_when(raw: Mapping[str, Any]) -> EnableWhen:
    given = {
        "value" + key.removeprefix("answer"): value
        for key, value in raw.items()
        if key.startswith("answer")
    }
    return EnableWhen(
        question=ext.text(raw, "question"),
        operator=ext.text(raw, "operator"),
        answer=_plain_answer(given),
    )
