"""Which forms are offered on which screens and days, as a table of the desk; no Qt."""

from collections.abc import Sequence
from typing import Any, Final

from kiosk.settings.form_days import FormDays
from kiosk.settings.opening_hours import WEEKDAYS, Weekday

ALL, HERE, OTHERS, NONE = "all", "here", "others", "none"
"""Where a form is offered: on every screen, on that of this PC only, on others only, on none."""

WHERE: Final = (ALL, HERE, NONE)


def shown_rule(rules: Sequence[FormDays], url: str, kiosk: str) -> dict[str, Any]:
    """`where` and `days` (seven truths, Monday first) of a form."""
    rule = _rule_of(rules, url)
    if rule is None:
        return {"where": ALL, "days": [True] * len(WEEKDAYS)}
    where = ALL if not rule.kiosks else HERE if kiosk in rule.kiosks else OTHERS
    days = [not rule.days or day in rule.days for day in WEEKDAYS]
    return {"where": NONE if rule.never else where, "days": days}


def with_rule(  # noqa: PLR0913 - keyword-only: what is changed
    rules: Sequence[FormDays], url: str, kiosk: str, *, where: str = "", day: int = -1,
    on: bool = True,
) -> tuple[FormDays, ...]:  # fmt: skip
    """The rules after one of a form was changed: where it is offered, or on one day.

    A form for whom the last day is taken is offered on none.
    """
    others = [rule for rule in rules if _url_of(rule) != url]
    before = _rule_of(rules, url) or FormDays(form=url)
    shown = shown_rule(rules, url, kiosk)
    where = where or shown["where"]
    days = [on if place == day else was for place, was in enumerate(shown["days"])]
    kiosks = {HERE: (kiosk,), OTHERS: before.kiosks}.get(where, ())
    never = where == NONE or not any(days)
    kept = zip(WEEKDAYS, days, strict=True) if any(days) and not all(days) else ()
    named: tuple[Weekday, ...] = tuple(name for name, held in kept if held)
    rule = FormDays(form=url, kiosks=kiosks, days=named, never=never)
    plain = rule == FormDays(form=url)
    return tuple(others) if plain else (*others, rule)


def _rule_of(rules: Sequence[FormDays], url: str) -> FormDays | None:
    return next((rule for rule in rules if _url_of(rule) == url), None)


def _url_of(rule: FormDays) -> str:
    return rule.form.partition("|")[0]
