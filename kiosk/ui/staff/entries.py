"""What staff enter for a visit, sign by sign: initials, a time of day, a date of birth."""

from datetime import date, datetime, time
from typing import Final, NamedTuple

INITIALS, TIME, BIRTH = "initials", "time", "birth"
MOST: Final = {INITIALS: 2, TIME: 4, BIRTH: 8}
"""How many signs each may have."""

_BREAKS: Final = {INITIALS: ((1, "."),), TIME: ((2, ":"),), BIRTH: ((2, " / "), (4, " / "))}


class Entered(NamedTuple):
    """What was entered so far, each "" where nothing was."""

    initials: str = ""
    time: str = ""
    birth: str = ""

    def with_sign(self, field: str, sign: str) -> "Entered":
        """One more sign; nothing more where there is no room."""
        text = getattr(self, field)
        return self._replace(**{field: text + sign}) if len(text) < MOST[field] else self

    def without_last(self, field: str) -> "Entered":
        """One sign less."""
        return self._replace(**{field: getattr(self, field)[:-1]})

    def shown(self, field: str) -> str:
        """As it is shown: "A.B", "9:3", "01 / 02 / 19"."""
        text, shown = getattr(self, field), ""
        breaks = dict(_BREAKS[field])
        for place, sign in enumerate(text):
            shown += breaks.get(place, "") + sign
        return shown

    def problem(self, field: str, *, now: datetime) -> str:
        """The word for what is wrong with it; "" where nothing is, also where it is empty."""
        text = getattr(self, field)
        if field == TIME and text and self.appointment(now) is None:
            return "give_time_wrong"
        if field == BIRTH and text and (self.birth_date() or date.max) > now.astimezone().date():
            return "give_birth_wrong"
        return ""

    def appointment(self, now: datetime) -> datetime | None:
        """That time of today on this PC's clock; None where it is none."""
        if len(self.time) != MOST[TIME]:
            return None
        try:
            clock = time(int(self.time[:2]), int(self.time[2:]))
        except ValueError:
            return None
        return datetime.combine(now.astimezone().date(), clock).astimezone()

    def birth_date(self) -> date | None:
        """The date, entered as day, month, year; None where it is none."""
        if len(self.birth) != MOST[BIRTH]:
            return None
        try:
            return date(int(self.birth[4:]), int(self.birth[2:4]), int(self.birth[:2]))
        except ValueError:
            return None
