"""Which alert rules ask for a person, for the answers of a draft at rest or of a response.

Of a sitting at the screen `FormFiller.fired` says it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from kiosk.fhirpath import FhirPathError
from kiosk.forms.alert_rules import AlertRule, Fired, alert_rules
from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.terminology.valuesets import ValueSets

_PLAIN: Final = frozenset({"resource", "rootResource", "questionnaire"})


def rules(form: Questionnaire) -> tuple[AlertRule, ...]:
    """The alert rules of a form, in its order."""
    return alert_rules(form.raw)


def fired_in_rows(
    form: Questionnaire, rows: Mapping[str, str], *, now: datetime, value_sets: ValueSets
) -> tuple[Fired, ...]:
    """Of a draft: its rows by path, as `FormFiller.saved_row` gave them.

    Rows that can't be read fire every rule: nobody can say what was answered.
    """
    if not form.has_alert_rule:
        return ()
    try:
        filler = FormFiller(form, surroundings=Surroundings(now=now, value_sets=value_sets))
        filler.restore(rows, place=None)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, somebody must look
        return all_unsure(form)
    return filler.fired()


def fired_in_response(
    form: Questionnaire, response: Mapping[str, Any], *, now: datetime, value_sets: ValueSets
) -> tuple[Fired, ...]:
    """Of a QuestionnaireResponse to that form; one that can't be read fires every rule."""
    if not form.has_alert_rule:
        return ()
    try:
        filler = FormFiller(form, surroundings=Surroundings(now=now, value_sets=value_sets))
        filler.load(response)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, somebody must look
        return all_unsure(form)
    return filler.fired()


def looked_at(filler: FormFiller) -> dict[str, str]:
    """The answers that the alert rules of a form look at, as rows of a draft.

    All of them where the text of a rule does not tell which.
    """
    form = filler.questionnaire
    looks = [_looks(form, rule) for rule in rules(form)]
    rows = filler.saved_rows()
    if not all(looks):
        return rows
    wanted = [path for paths in looks for path in paths]
    return {path: row for path, row in rows.items() if any(map(_is_in(path), wanted))}


def is_watched(form: Questionnaire, link_id: str) -> bool:
    """Whether an alert rule looks at the answers of that question.

    At any of the form where the text of a rule does not tell which.
    """
    looks = [_looks(form, rule) for rule in rules(form)]
    places = [path for path, item in form.by_path.items() if item.link_id == link_id]
    return not all(looks) or any(
        _is_in(place)(within) for paths in looks for within in paths for place in places
    )


def _looks(form: Questionnaire, rule: AlertRule) -> tuple[tuple[str, ...], ...]:
    """The linkIds down to what it looks at; () where its text does not tell."""
    try:
        reads = form.compiled[rule.expression.text].reads
    except FhirPathError:
        return ()
    named = {link_id for path in reads.paths for link_id in path}
    told = not reads.whole and reads.variables <= _PLAIN and named == reads.link_ids
    plain = not any(sign in link_id for link_id in named for sign in "/#")
    return reads.paths if told and plain else ()


def _is_in(path: str) -> Callable[[tuple[str, ...]], bool]:
    steps = tuple(step.partition("#")[0] for step in path.split("/"))
    return lambda within: steps[: len(within)] == within


def all_unsure(form: Questionnaire) -> tuple[Fired, ...]:
    """Every rule of a form whose answers nobody can tell."""
    return tuple(Fired(rule.id, sure=False) for rule in rules(form))
