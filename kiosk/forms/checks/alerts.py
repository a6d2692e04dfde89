"""Checks of alert rules: one that can't be worked out asks for a person whatever is answered."""

from kiosk.forms import extensions as ext
from kiosk.forms.alert_rules import UNNAMED
from kiosk.forms.alerts import rules
from kiosk.forms.checks.scope import Found, Scope, say
from kiosk.forms.filler import FormFiller


def alerts(scope: Scope) -> Found:
    """Every rule that has no id of its own, or gives no boolean for a form without answers."""
    if not scope.form.has_alert_rule:
        return
    ids = {rule.id for rule in rules(scope.form)}
    names = [
        ext.text(value, "name") for value in ext.extension_values(scope.form.raw, ext.ALERT_RULE)
    ]
    if UNNAMED in ids or len(set(names)) != len(ids):
        message = "An alert rule has no name of its own: an alert can't say which one it was."
        yield say("alert-rule-name", None, message)
    for fired in FormFiller(scope.form).fired():
        if not fired.sure:
            message = (
                f"The alert rule “{fired.rule}” can't be worked out, or gives no boolean: it asks "
                "for a person whatever is answered."
            )
            yield say("alert-rule", None, message)
        else:
            message = (
                f"The alert rule “{fired.rule}” asks for a person before anything is answered."
            )
            yield say("alert-rule-always", None, message)
