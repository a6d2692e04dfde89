"""What became of each question of a form from one version to the next.

A question keeps its linkId while it asks the same. Other words for it are *reworded*: the linkId
stays, and answers before and after are a series with a break. Other answers, another order of them,
other scores or another span of time ask something else (*semantic*).
Source: ISPOR's grades of change.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.item import AnswerOption, Item
from kiosk.forms.questionnaire import Questionnaire

Relation = Literal["same", "cosmetic", "reworded", "semantic", "new", "removed"]

RELATIONS: Final[tuple[Relation, ...]] = (
    "same", "cosmetic", "reworded", "semantic", "new", "removed",
)  # fmt: skip

_TIMES: Final = re.compile(
    r"\d+|\b(?:half|one|two|three|four|five|six|seven|eight|nine|ten|twelve|last|past|previous|next"
    r"|ever|usually|currently|now|today|yesterday|tonight|minutes?|hours?|days?|nights?|daily"
    r"|weeks?|weekly|fortnight|months?|monthly|years?|yearly|ago|since|before|after)\b"
)
"""What a question says of time and number; words of other languages are not known here."""


@dataclass(frozen=True)
class ItemLineage:
    """What became of one item.

    Attributes:
        link_id: its linkId.
        relation: one of `RELATIONS`; *cosmetic* is its help, a comma, a capital, a translation.
        wording_hash, options_hash: of the newer version ("" where it has it no more): SHA-256.
        broke_series: answers before it and after it are no longer one series.
    """

    link_id: str
    relation: Relation
    wording_hash: str
    options_hash: str

    @property
    def broke_series(self) -> bool:
        """Whether a mark belongs between older and newer answers."""
        return self.relation in {"reworded", "semantic"}


def lineage(old: Questionnaire, new: Questionnaire) -> tuple[ItemLineage, ...]:
    """Of every item of both versions: in the order of the new one, then what is gone."""
    before = {item.link_id: item for item in old.by_path.values()}
    after = {item.link_id: item for item in new.by_path.values()}
    known = (_became(before.get(link_id), item) for link_id, item in after.items())
    gone = (_gone(item) for key, item in before.items() if key not in after)
    return (*known, *gone)


def wording_hash(item: Item) -> str:
    """SHA-256 over what is asked, in all its languages."""
    return _sha256([_nfc(ext.text(item.raw, "text")), item.raw.get("_text")])


def options_hash(item: Item) -> str:
    """SHA-256 over the permitted answers: codes, words, order and scores."""
    return _sha256([item.raw.get("answerValueSet"), [_option(one) for one in item.answer_options]])


def plain_wording(text: str) -> str:
    """A wording without capitals, marks and spaces that say nothing: what is compared."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def _became(old: Item | None, new: Item) -> ItemLineage:
    relation: Relation = "new" if old is None else _relation(old, new)
    if _is_help(new) and relation != "same":
        relation = "cosmetic"
    return ItemLineage(new.link_id, relation, wording_hash(new), options_hash(new))


def _gone(old: Item) -> ItemLineage:
    return ItemLineage(old.link_id, "cosmetic" if _is_help(old) else "removed", "", "")


def _is_help(item: Item) -> bool:
    return item.type == "display" and item.control == "help"


def _relation(old: Item, new: Item) -> Relation:
    if _asks_something_else(old, new):
        return "semantic"
    if _is_reworded(old, new):
        return "reworded"
    return "same" if old.raw == new.raw else "cosmetic"


def _asks_something_else(old: Item, new: Item) -> bool:
    if old.type != new.type or old.repeats != new.repeats:
        return True
    if old.raw.get("answerValueSet") != new.raw.get("answerValueSet"):
        return True
    before, after = (_codes(item) for item in (old, new))
    if before != after or old.calculated_expression != new.calculated_expression:
        return True
    return _times(old) != _times(new)


def _is_reworded(old: Item, new: Item) -> bool:
    words = [[plain_wording(text) for text in _words(item)] for item in (old, new)]
    asked = [[item.raw.get("enableWhen"), item.raw.get("enableBehavior")] for item in (old, new)]
    return words[0] != words[1] or asked[0] != asked[1] or old.required != new.required


def _words(item: Item) -> Iterator[str]:
    yield ext.text(item.raw, "text")
    for option in item.answer_options:
        yield option.label(item.language)


def _times(item: Item) -> list[str]:
    return sorted(_TIMES.findall(plain_wording(ext.text(item.raw, "text"))))


def _codes(item: Item) -> list[Any]:
    return [_code(option) for option in item.answer_options]


def _code(option: AnswerOption) -> list[Any]:
    value = option.answer.value
    # Of a Coding the code is the answer, its display is words for it.
    plain = [value.get("system"), value.get("code")] if isinstance(value, Mapping) else value
    coded = plain if not isinstance(value, Mapping) or value.get("code") else dict(value)
    weight = option.weight
    return [option.answer.key, coded, None if weight is None else str(weight.normalize())]


def _option(option: AnswerOption) -> list[Any]:
    return [*_code(option), _nfc(option.label("")), option.raw.get(option.answer.key)]


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _sha256(facts: Any) -> str:
    return hashlib.sha256(encode_json(facts)).hexdigest()
