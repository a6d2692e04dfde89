"""A change recipe: what one clinic changed about a form and what it came to, for another to try.

It holds the changed questions before and after, for which reasons, and the effect in round numbers;
nothing that a patient wrote, no day, no clinic. Whoever takes it up tries it on its own patients;
their effect can be put beside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from kiosk.coproduction.feedback import REASONS
from kiosk.coproduction.lineage import lineage, plain_wording
from kiosk.coproduction.suppression import MIN_SITTINGS
from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import NotJson, decode_json, encode_json
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire

RECIPE_MAX: Final = 2 * 1024 * 1024
_CHANGED: Final = frozenset({"reworded", "semantic", "cosmetic"})
_OF_WORDING: Final = ("text", "_text", "answerOption", "item", "prefix")
"""What a recipe changes of a question; where it is asked stays as the other clinic has it."""

_NEAREST: Final = 5


@dataclass(frozen=True)
class Change:
    """One question, before and after, raw JSON."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class Effect:
    """What came of it at one clinic, in round numbers.

    Attributes:
        before, after: troubled sittings in a hundred, to the nearest 5; None for too few to say.
        sittings: in both arms together, to the nearest 10.
        words: too-early, looks-better, looks-worse, clear, no-difference.
    """

    before: int | None
    after: int | None
    sittings: int
    words: str


@dataclass(frozen=True)
class Recipe:
    """A change to share.

    Attributes:
        url, version: of the form it was made of.
        changes: the questions.
        why: the sentence of who made it, for everybody.
        reasons: for which of `feedback.REASONS`; no counts.
        effects: what came of it, one for each clinic that tried it.
    """

    url: str
    version: str
    changes: tuple[Change, ...]
    why: str
    reasons: tuple[str, ...]
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class Adopted:
    """A form with a recipe in it: raw JSON, and the questions that were not found in it."""

    questionnaire: dict[str, Any]
    applied: tuple[str, ...]
    not_found: tuple[str, ...]


def effect(control: tuple[float, float], pilot: tuple[float, float], words: str) -> Effect:
    """From (troubled, sittings) of both arms; the shares of fewer than 10 sittings are not told."""
    return Effect(_share(*control), _share(*pilot), 10 * round((control[1] + pilot[1]) / 10), words)


def recipe(
    old: Questionnaire,
    new: Questionnaire,
    *,
    why: str,
    reasons: Iterable[str],
    effects: Iterable[Effect],
) -> Recipe:
    """The recipe of what was changed between two versions.

    Raises:
        RefusedError: no question that both have was changed.
    """
    changed = {one.link_id for one in lineage(old, new) if one.relation in _CHANGED}
    changes = tuple(
        Change(dict(old.by_link_id[link_id].raw), dict(item.raw))
        for link_id, item in new.by_link_id.items()
        if link_id in changed and link_id in old.by_link_id and item.is_question
    )
    if not changes:
        raise RefusedError(
            "No question reads otherwise there, so there is nothing to share.",
            advice="A recipe is made of a version in which questions were reworded.",
        )
    known = tuple(one for one in REASONS if one in set(reasons))
    return Recipe(old.url, old.version, changes, why, known, tuple(effects))


def write_recipe(made: Recipe) -> bytes:
    """As UTF-8 JSON; the same recipe gives the same bytes."""
    return encode_json(
        {
            "changeRecipe": 1,
            "questionnaire": made.url,
            "version": made.version,
            "why": made.why,
            "reasons": list(made.reasons),
            "changes": [{"before": one.before, "after": one.after} for one in made.changes],
            "effects": [
                {"before": e.before, "after": e.after, "sittings": e.sittings, "words": e.words}
                for e in made.effects
            ],
        }
    )


def read_recipe(content: bytes) -> Recipe:
    """A recipe as it was written.

    Raises:
        RefusedError: it is none.
    """
    try:
        raw = decode_json(content[:RECIPE_MAX])
        if raw["changeRecipe"] != 1:
            raise RefusedError("The recipe is of another version of the program.")
        return Recipe(
            _text(raw["questionnaire"]), _text(raw["version"]),
            tuple(Change(_item(one["before"]), _item(one["after"])) for one in raw["changes"]),
            _text(raw["why"]), tuple(one for one in REASONS if one in raw["reasons"]),
            tuple(map(_effect, raw["effects"])),
        )  # fmt: skip
    except (NotJson, KeyError, TypeError, ValueError, AttributeError) as cause:
        raise RefusedError(
            "This is no change recipe that can be read.",
            advice="Ask those who sent it for the file once more.",
        ) from cause


def adopt(taken: Recipe, form: Questionnaire) -> Adopted:
    """The form with each question reworded that reads as the recipe found it.

    A question is known by its linkId in the same form, else by its words; what it depends on and
    what depends on it stay as they are.

    Raises:
        RefusedError: none of the questions is in the form.
    """
    made = deepcopy(dict(form.raw))
    copy = parse_questionnaire(made)
    applied, missing = [], []
    for change in taken.changes:
        item = _find(copy, change, same_form=form.url == taken.url)
        if item is None:
            missing.append(ext.text(change.before, "linkId"))
        else:
            _reword(item.raw, change.after)
            applied.append(item.link_id)
    if not applied:
        raise RefusedError(
            "None of the recipe's questions is in your form as it found them.",
            advice=f"It was made of {taken.url}|{taken.version}.",
        )
    return Adopted(made, tuple(applied), tuple(missing))


def _find(form: Questionnaire, change: Change, *, same_form: bool) -> Item | None:
    asked = plain_wording(ext.text(change.before, "text"))
    named = form.by_link_id.get(ext.text(change.before, "linkId")) if same_form else None
    reads = [
        item for item in ([named] if named else form.by_path.values())
        if item.is_question and plain_wording(ext.text(item.raw, "text")) == asked
    ]  # fmt: skip
    return reads[0] if len(reads) == 1 else None


def _reword(raw: Any, after: Mapping[str, Any]) -> None:
    for name in _OF_WORDING:
        if name in after:
            raw[name] = deepcopy(after[name])
        else:
            raw.pop(name, None)


def _share(hits: float, of: float) -> int | None:
    return _NEAREST * round(100 * hits / of / _NEAREST) if of >= MIN_SITTINGS else None


def _effect(raw: Mapping[str, Any]) -> Effect:
    shares = [raw[name] for name in ("before", "after")]
    if not all(one is None or isinstance(one, int) for one in (*shares, raw["sittings"])):
        raise TypeError("an effect without numbers")
    return Effect(shares[0], shares[1], raw["sittings"], _text(raw["words"]))


def _item(raw: Any) -> Mapping[str, Any]:
    parse_questionnaire({"resourceType": "Questionnaire", "item": [raw]})
    return dict(raw)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def pooled(effects: Sequence[Effect]) -> tuple[int, int]:
    """How many clinics told of an effect, and of how many sittings all together."""
    return len(effects), sum(one.sittings for one in effects)
