"""From a form that was changed to a version of it: linkIds, codes, number, where it comes from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.coproduction.codes import Bindings, DroppedCode, honest
from kiosk.coproduction.editing.references import rename
from kiosk.coproduction.editing.writing import Json, items_of
from kiosk.coproduction.lineage import ItemLineage, lineage
from kiosk.coproduction.versions import (
    ChangeClass,
    as_version,
    change_class,
    derivation_type,
    next_version,
)
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire

_NUMBERED: Final = re.compile(r"(.+)-(\d{1,4})")
_GRAVITY: Final[tuple[ChangeClass, ...]] = ("cosmetic", "reworded", "semantic")


@dataclass(frozen=True)
class Finished:
    """A version ready to be kept.

    Attributes:
        form: the version.
        change: how grave the change is.
        changes: what became of each question, by the linkIds of the version before.
        dropped: codes that were taken away.
        renamed: linkIds that ask something else now → their new linkIds.
    """

    form: Questionnaire
    change: ChangeClass
    changes: tuple[ItemLineage, ...]
    dropped: tuple[DroppedCode, ...]
    renamed: dict[str, str]

    @property
    def content(self) -> bytes:
        """Its JSON."""
        return encode_json(self.form.raw)


def finish(  # noqa: PLR0913 - keyword-only beyond the two
    old: Questionnaire,
    new: Questionnaire,
    *,
    taken: Iterable[str],
    today: date,
    bindings: Bindings,
    least: ChangeClass = "cosmetic",
) -> Finished | None:
    """The next version; None where nothing was changed.

    Args:
        old: the version that is in use.
        new: the same after the edits.
        taken: numbers that other versions of the form have.
        today: the day that stands in it.
        bindings: which wordings codes belong to.
        least: how grave it is at least: a draft that is changed once more stays as grave.
    """
    changes = lineage(old, new)
    found = change_class(changes) or ("cosmetic" if _differs(old, new) else None)
    if found is None:
        return None
    # Where a question stands says something, too: what was asked before it is still in mind.
    floor: ChangeClass = "reworded" if _is_reordered(old, new) else "cosmetic"
    change = max((found, least, floor), key=_GRAVITY.index)
    raw, dropped = honest(new.raw, changes, bindings, old)
    renamed = renew_link_ids(raw, changes)
    number = next_version(old.version, change, taken)
    kind = derivation_type(old, parse_questionnaire(raw))
    made = as_version(raw, number, today=today, derived_from=(old, kind))
    return Finished(parse_questionnaire(made), change, changes, dropped, renamed)


def renew_link_ids(raw: Json, changes: Sequence[ItemLineage]) -> dict[str, str]:
    """Give what asks something else now a linkId of its own; changes `raw`.

    Answers before and after would else be one series.
    """
    taken = {ext.text(item, "linkId") for item in items_of(raw)}
    renamed: dict[str, str] = {}
    for one in changes:
        if one.relation == "semantic":
            new = successor(one.link_id, taken)
            rename(raw, one.link_id, new)
            taken.add(new)
            renamed[one.link_id] = new
    return renamed


def successor(link_id: str, taken: Iterable[str]) -> str:
    """The next linkId after that one: "sleep" → "sleep-2" → "sleep-3"; none that is taken."""
    stem = stem_of(link_id)
    last = max(
        (number_of(one) for one in taken if stem_of(one) == stem), default=number_of(link_id)
    )
    return f"{stem}-{max(last, number_of(link_id)) + 1}"


def stem_of(link_id: str) -> str:
    """A linkId without the number at its end. A number may be part of a name: "phq9-9"."""
    found = _NUMBERED.fullmatch(link_id)
    return found.group(1) if found else link_id


def number_of(link_id: str) -> int:
    """The number at the end of a linkId; 1 for none."""
    found = _NUMBERED.fullmatch(link_id)
    return int(found.group(2)) if found else 1


def _is_reordered(old: Questionnaire, new: Questionnaire) -> bool:
    orders = [[item.link_id for item in form.by_path.values()] for form in (old, new)]
    before, after = (
        [one for one in order if one in orders[0] and one in orders[1]] for order in orders
    )
    return before != after


def _differs(old: Questionnaire, new: Questionnaire) -> bool:
    """Whether anything differs beside what `as_version` writes: the title, a budget, a purpose."""
    written = {"version", "status", "date", "derivedFrom", "_derivedFrom", "meta"}
    plain = [
        {key: value for key, value in form.raw.items() if key not in written} for form in (old, new)
    ]
    return plain[0] != plain[1]
