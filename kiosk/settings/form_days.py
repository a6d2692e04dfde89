"""Which forms a kiosk offers on which days, beyond which it has at all. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

import msgspec

from kiosk.settings.opening_hours import WEEKDAYS, Weekday


class FormDays(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where and when one form is offered; a form that none of these names, everywhere and always.

    Attributes:
        form: its url, or its canonical `url|version`.
        kiosks: the ids of the kiosks that offer it; () for all.
        days: the days of the week; () for every day.
        never: it is offered to nobody who comes by themselves; the desk may still give it.
    """

    form: Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
    kiosks: Annotated[tuple[str, ...], msgspec.Meta(max_length=200)] = ()
    days: tuple[Weekday, ...] = ()
    never: bool = False

    def offers(self, kiosk: str, day: date) -> bool:
        """Whether that kiosk offers it on that day."""
        here = not self.kiosks or kiosk in self.kiosks
        return here and not self.never and (not self.days or WEEKDAYS[day.weekday()] in self.days)


def hidden_forms(rules: Iterable[FormDays], kiosk: str, day: date) -> frozenset[str]:
    """The urls of forms that the kiosk of that id does not offer that day.

    A form that several rules name is offered where one of them offers it.
    """
    offered: dict[str, bool] = {}
    for rule in rules:
        url = rule.form.partition("|")[0]
        offered[url] = offered.get(url, False) or rule.offers(kiosk, day)
    return frozenset(url for url, shown in offered.items() if not shown)
