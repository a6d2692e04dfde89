"""Why a question has these words: its way through the versions, back to who asked for them.

A response names the version it answers and holds the words that were shown; from there this leads
to what was changed, when, by which role, and which remarks of patients it answers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.coproduction.events import DRAFTED, FormEvent
from kiosk.coproduction.lineage import Relation, lineage
from kiosk.forms.questionnaire import Questionnaire


@dataclass(frozen=True)
class Chapter:
    """One version of a question, and why it became so.

    Attributes:
        canonical: of the form's version.
        words: the question as that version asks it, in the form's own language.
        relation: to the version before; "new" for the first.
        day: when the version was made; None where that is not known here.
        why: the sentence of who made it; "" where nobody left one.
        groups: the groups of remarks it answers.
        roles: who made, approved and published it, in that order: roles, no names.
    """

    canonical: str
    words: str
    relation: Relation
    day: date | None
    why: str
    groups: tuple[str, ...]
    roles: tuple[str, ...]


def history(
    canonical: str,
    link_id: str,
    forms: Mapping[str, Questionnaire],
    events: Sequence[FormEvent],
    made_from: Mapping[str, str],
) -> tuple[Chapter, ...]:
    """The question as that version asks it, then each time that its words were others before it.

    Versions in which nothing of it changed are passed over, but for the first one named.

    Args:
        canonical: the version that a response names.
        link_id: of the question.
        forms: every version at hand, by canonical.
        events: what was done about the form, in its order.
        made_from: version → the one it was made from, by canonical, for forms that do not say it.
    """
    chapters: list[Chapter] = []
    here: Questionnaire | None = forms.get(canonical)
    seen: set[str] = set()
    while here is not None and here.canonical not in seen:
        seen.add(here.canonical)
        before = _before(here, forms, events, made_from)
        earlier = _earlier_name(here.canonical, link_id, events)
        relation = _relation(before, here, link_id, earlier)
        if relation != "same" or not chapters or before is None:
            chapters.append(_chapter(here, link_id, relation, events))
        here, link_id = before, earlier
    return tuple(chapters)


def _before(
    form: Questionnaire,
    forms: Mapping[str, Questionnaire],
    events: Iterable[FormEvent],
    made_from: Mapping[str, str],
) -> Questionnaire | None:
    named = form.raw.get("derivedFrom")
    known = [one for one in named if isinstance(one, str)] if isinstance(named, list) else []
    # What was tried out becomes the version without "pilot": same words, made from the pilot.
    tried = [str(one.detail.get("pilot", "")) for one in events if one.canonical == form.canonical]
    named_here = made_from.get(form.canonical, "")
    earlier = (*filter(None, tried), *known, named_here)
    return next((forms[one] for one in earlier if one in forms), None)


def _earlier_name(canonical: str, link_id: str, events: Iterable[FormEvent]) -> str:
    for event in events:
        if event.kind == DRAFTED and event.canonical == canonical:
            renamed = event.detail.get("renamed")
            names = renamed.items() if isinstance(renamed, Mapping) else ()
            return next((str(old) for old, new in names if new == link_id), link_id)
    return link_id


def _relation(
    before: Questionnaire | None, here: Questionnaire, link_id: str, earlier: str
) -> Relation:
    if before is None:
        return "new"
    if earlier != link_id:
        return "semantic"
    return next((one.relation for one in lineage(before, here) if one.link_id == link_id), "new")


def _chapter(
    form: Questionnaire, link_id: str, relation: Relation, events: Iterable[FormEvent]
) -> Chapter:
    done = [one for one in events if one.canonical == form.canonical]
    drafted = next((one for one in done if one.kind == DRAFTED), None)
    groups = drafted.detail.get("groups", ()) if drafted else ()
    item = form.by_link_id.get(link_id)
    return Chapter(
        canonical=form.canonical,
        words=item.text(form.own_language) if item else "",
        relation=relation,
        day=drafted.at.date() if drafted else None,
        why=drafted.text if drafted else "",
        groups=tuple(str(one) for one in groups),
        roles=tuple(dict.fromkeys(one.role for one in done if one.role)),
    )
