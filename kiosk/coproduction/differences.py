"""What a person sees as the difference of two versions of a form: for a screen, paper or a line.

Values only; the words around them are of whoever shows them. Where a question asks something else
and so has a linkId of its own now (`editing.finishing`), it stands beside the one it comes from.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import NamedTuple

from kiosk.coproduction.editing.finishing import number_of, stem_of
from kiosk.coproduction.lineage import Relation, lineage
from kiosk.coproduction.word_marks import Mark, word_marks
from kiosk.forms import extensions as ext
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.texts import translations


class Wording(NamedTuple):
    """A text in one language, before and after; "" where there is none."""

    language: str
    old: str
    new: str

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Both in one, word by word."""
        return word_marks(self.old, self.new)


class Asked(NamedTuple):
    """When a question is asked: only if that one was answered so; "" twice for always.

    `operator` is FHIR's; `others` says how many more conditions there are.
    """

    question: str = ""
    operator: str = ""
    answer: str = ""
    others: int = 0


@dataclass(frozen=True)
class QuestionDifference:
    """What became of one question.

    Attributes:
        link_id, new_link_id: of the older and of the newer version; "" where it is not in it.
        relation: see `lineage.RELATIONS`; "semantic", too, where it has another linkId for that.
        text: what it asks, before and after, in the language of the form.
        wordings: the languages in which that differs; the form's own is the first.
        help: likewise of its help.
        options: its answers, one for each that differs; "" for one that came or went.
        reordered: its answers stand in another order.
        moved: it stands elsewhere among the questions that stayed.
        required: before and after, where that differs.
        asked: when it is asked, before and after, where that differs.
    """

    link_id: str
    new_link_id: str
    relation: Relation
    text: Wording
    wordings: tuple[Wording, ...] = ()
    help: tuple[Wording, ...] = ()
    options: tuple[Wording, ...] = ()
    reordered: bool = False
    moved: bool = False
    required: tuple[bool, bool] | None = None
    asked: tuple[Asked, Asked] | None = None


@dataclass(frozen=True)
class FormDifference:
    """What differs between two versions.

    Attributes:
        title, description, purpose: by language, where they differ.
        questions: those of which anything differs, in the order of the newer version.
        languages: that the whole form can be read in now and could not before, and the other way.
        max_items, max_seconds: the budget before and after, where it differs.
    """

    title: tuple[Wording, ...] = ()
    description: tuple[Wording, ...] = ()
    purpose: tuple[Wording, ...] = ()
    questions: tuple[QuestionDifference, ...] = ()
    languages: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    max_items: tuple[int | None, int | None] | None = None
    max_seconds: tuple[int | None, int | None] | None = None

    @property
    def is_none(self) -> bool:
        """Nobody would see any difference."""
        return self == FormDifference()


def differences(old: Questionnaire, new: Questionnaire) -> FormDifference:
    """What differs."""
    gone = tuple(one for one in old.languages if one not in new.languages)
    came = tuple(one for one in new.languages if one not in old.languages)
    return FormDifference(
        title=tuple(_wordings(old, old.raw, new.raw, "title")),
        description=tuple(_wordings(old, old.raw, new.raw, "description")),
        purpose=tuple(_wordings(old, old.raw, new.raw, "purpose")),
        questions=tuple(_questions(old, new)),
        languages=(came, gone),
        max_items=_budget(old, new, ext.MAX_ITEMS),
        max_seconds=_budget(old, new, ext.MAX_MEDIAN_SECONDS),
    )


def successors(old: Questionnaire, new: Questionnaire) -> dict[str, str]:
    """LinkId of a question that is gone → that of the one which came in its place."""
    gone = [one for one in old.by_link_id if one not in new.by_link_id]
    came = [one for one in new.by_link_id if one not in old.by_link_id]
    found: dict[str, str] = {}
    for link_id in gone:
        after = [
            one for one in came
            if stem_of(one) == stem_of(link_id) and number_of(one) > number_of(link_id)
        ]  # fmt: skip
        free = [one for one in after if one not in found.values()]
        if free:
            found[link_id] = min(free, key=number_of)
    return found


def _questions(old: Questionnaire, new: Questionnaire) -> Iterator[QuestionDifference]:
    relations = {one.link_id: one.relation for one in lineage(old, new)}
    after = successors(old, new)
    before = {later: earlier for earlier, later in after.items()}
    moved = _moved(_order(old, after), _order(new, {}))
    for item in new.by_path.values():
        if _is_help(item):
            continue
        link_id = before.get(item.link_id, item.link_id)
        was = old.by_link_id.get(link_id)
        relation = "semantic" if item.link_id in before else relations[item.link_id]
        found = _difference((old, was), (new, item), relation, moved=item.link_id in moved)
        if was is not None and _waits(was, after) == _waits(item, {}):
            found = replace(found, asked=None)
        if _says_anything(found):
            yield found
    for item in old.by_path.values():
        gone = item.link_id not in new.by_link_id and item.link_id not in after
        if gone and not _is_help(item):
            text = Wording(item.language, item.text(item.language), "")
            yield QuestionDifference(item.link_id, "", "removed", text)


def _difference(
    before: tuple[Questionnaire, Item | None],
    after: tuple[Questionnaire, Item],
    relation: Relation,
    *,
    moved: bool,
) -> QuestionDifference:
    (old, was), (new, item) = before, after
    text = Wording(item.language, was.text(was.language) if was else "", item.text(item.language))
    if was is None:
        return QuestionDifference("", item.link_id, "new", text)
    return QuestionDifference(
        link_id=was.link_id,
        new_link_id=item.link_id,
        relation=relation,
        text=text,
        wordings=tuple(_wordings(old, was.raw, item.raw, "text")),
        help=tuple(_wordings(old, _help(was), _help(item), "text")),
        options=tuple(_options(was, item)),
        reordered=_is_reordered(was, item),
        moved=moved,
        required=None if was.required == item.required else (was.required, item.required),
        asked=(_asked(old, was), _asked(new, item)),
    )


def _says_anything(one: QuestionDifference) -> bool:
    said = (one.wordings, one.help, one.options, one.reordered, one.moved, one.required, one.asked)
    return any(said) or one.relation in {"new", "semantic"}


def _waits(item: Item, after: Mapping[str, str]) -> list[tuple[str, str, object]]:
    """Its conditions, with the linkIds of the newer version."""
    conditions = item.enable_when
    return [(after.get(one.question, one.question), one.operator, one.answer) for one in conditions]


def _wordings(
    form: Questionnaire, old: Mapping[str, object], new: Mapping[str, object], key: str
) -> Iterator[Wording]:
    """By language; where one has no text of its own, there is none."""
    texts = [
        {form.own_language: ext.text(element, key), **translations(element, key)}
        for element in (old, new)
    ]
    for language in dict.fromkeys((*texts[1], *texts[0])):
        before, after = (one.get(language, "") for one in texts)
        if before != after:
            yield Wording(language, before, after)


def _options(old: Item, new: Item) -> Iterator[Wording]:
    before = {_key(old, place): place for place in range(len(old.answer_options))}
    after = {_key(new, place): place for place in range(len(new.answer_options))}
    for key, place in after.items():
        label = new.answer_options[place].label(new.language)
        was = old.answer_options[before[key]].label(old.language) if key in before else ""
        if label != was:
            yield Wording(new.language, was, label)
    for key, place in before.items():
        if key not in after:
            yield Wording(old.language, old.answer_options[place].label(old.language), "")


def _is_reordered(old: Item, new: Item) -> bool:
    orders = [[_key(item, place) for place in range(len(item.answer_options))] for item in
              (old, new)]  # fmt: skip
    shared = set(orders[0]) & set(orders[1])
    before, after = ([key for key in order if key in shared] for order in orders)
    return before != after


def _key(item: Item, place: int) -> str:
    """By what an answer is known in both: its code, or what it says."""
    option = item.answer_options[place]
    return ext.text(option.answer.value, "code") or option.label(item.language)


def _asked(form: Questionnaire, item: Item) -> Asked:
    if not item.enable_when:
        return Asked()
    first = item.enable_when[0]
    asked = form.by_link_id.get(first.question)
    language = form.own_language
    answer = ""
    if first.answer is not None:
        answer = asked.answer_label(first.answer, language) if asked else first.answer.label()
    text = asked.text(language) if asked else first.question
    return Asked(text, first.operator, answer, len(item.enable_when) - 1)


def _order(form: Questionnaire, after: Mapping[str, str]) -> list[str]:
    asked = (item for item in form.by_path.values() if not _is_help(item))
    return [after.get(item.link_id, item.link_id) for item in asked]


def _moved(old: Sequence[str], new: Sequence[str]) -> frozenset[str]:
    """The fewest that have to move to make one order of the other."""
    shared = set(old) & set(new)
    before, after = [one for one in old if one in shared], [one for one in new if one in shared]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    stayed = {one for block in matcher.get_matching_blocks()
              for one in after[block.b : block.b + block.size]}  # fmt: skip
    return frozenset(after) - stayed


def _help(item: Item) -> Mapping[str, object]:
    found = (child.raw for child in item.items if _is_help(child))
    return next(found, {})


def _is_help(item: Item) -> bool:
    return item.type == "display" and item.control == "help"


def _budget(
    old: Questionnaire, new: Questionnaire, url: str
) -> tuple[int | None, int | None] | None:
    found = (ext.extension_integer(old.raw, url), ext.extension_integer(new.raw, url))
    return None if found[0] == found[1] else found
