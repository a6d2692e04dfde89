"""Which alert rules ask for a person, for the answers of a draft at rest or of a response.

Of a sitting at the screen `FormFiller.fired` says it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kiosk.forms.alert_rules import AlertRule, Fired, alert_rules
from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.terminology.valuesets import ValueSets


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


def all_unsure(form: Questionnaire) -> tuple[Fired, ...]:
    """Every rule of a form whose answers nobody can tell."""
    return tuple(Fired(rule.id, sure=False) for rule in rules(form))
