"""Whether a form that came from the centre may be used in the place of the one before."""

from collections.abc import Mapping
from typing import Any, Final

from kiosk.coproduction.locks import Locks, is_locked, verify_locks
from kiosk.errors import FormUnreadable
from kiosk.forms.check import check_questionnaire
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.finding import ERROR
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.terminology.valuesets import ValueSets

NOT_AS_ASKED: Final = ("nothing-asked", "no-control", "value-set", "modifier-extension")
"""Warnings of the check with which patients could not answer what the form asks."""

SHOWN: Final = 3
"""So many of the check's findings are told; the form's author has `kiosk form check` for all."""


class NotUsable(Exception):
    """Why a form is not used: a sentence for staff."""


def judged(
    content: bytes, *, before: Questionnaire | None, locks: Locks, value_sets: ValueSets
) -> Questionnaire:
    """The form, if it may be used: by the same check as `kiosk form check`.

    Args:
        content: FHIR JSON.
        before: what is used of the same address, or came with the program.
        locks: of the validated instruments.
        value_sets: those at hand beside the form's own.

    Raises:
        NotUsable: it is broken, or patients could not answer it; it is a validated instrument and
            not as locked; or it changes in a way that would mix up what was collected before.
    """
    try:
        form = read_questionnaire(content)
    except FormUnreadable as cause:
        raise NotUsable(f"{cause} {cause.advice}".strip()) from cause
    _check_locks(form, locks)
    _check_findings(form, value_sets)
    if before is not None:
        _check_successor(form, before)
    return form


def says_the_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two forms differ in nothing but what a service writes into them by itself."""
    return encode_json(_said(one)) == encode_json(_said(other))


def _check_locks(form: Questionnaire, locks: Locks) -> None:
    if form.canonical in locks:
        if differing := verify_locks(form, locks):
            where = ", ".join(link_id or "the form as a whole" for link_id in differing[:SHOWN])
            raise NotUsable(
                f"It calls itself the validated instrument {form.canonical} and is not word for "
                f"word as that: {where}."
            )
    elif is_locked(form, locks):
        raise NotUsable(
            f"{form.url} is a validated instrument: another version of it comes with the program "
            "or not at all."
        )


def _check_findings(form: Questionnaire, value_sets: ValueSets) -> None:
    found = [
        finding
        for finding in check_questionnaire(form, value_sets=value_sets)
        if finding.severity == ERROR or finding.code in NOT_AS_ASKED
    ]
    if found:
        told = [f"{one.message}{f' (“{one.link_id}”)' if one.link_id else ''}" for one in found]
        more = f" And {len(found) - SHOWN} more." if len(found) > SHOWN else ""
        raise NotUsable(" ".join(told[:SHOWN]) + more)


def _check_successor(form: Questionnaire, before: Questionnaire) -> None:
    """Answers of all versions come together in one export, by version and linkId."""
    if form.version and form.version == before.version and not says_the_same(form.raw, before.raw):
        raise NotUsable(f"It changed and is still called version {form.version}.")
    types = {link_id: item.type for link_id, item in before.by_link_id.items()}
    turned = [
        f"“{link_id}” was {types[link_id]} and would be {item.type}"
        for link_id, item in form.by_link_id.items()
        if types.get(link_id, item.type) != item.type
    ]
    if turned:
        raise NotUsable(
            f"A question changes its type: {'; '.join(turned[:SHOWN])}. A new question needs a "
            "linkId of its own."
        )


def _said(form: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in form.items() if name not in ("id", "meta", "text")}
