"""How the desk says that the clinic is open or closed, and until when."""

from datetime import datetime, timedelta
from typing import Final

from kiosk.desk.clinic import ClinicNow
from kiosk.machine.zone import MachineZone
from kiosk.ui.patient.kinds.calendar_words import date_words
from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.wording.speaking import Speaking

_WEEK: Final = timedelta(days=7)


def standing_words(clinic: ClinicNow, now: datetime, speaking: Speaking) -> str:
    """How the patients' screen stands, in a sentence."""
    say = speaking.say
    if clinic.wrong_clock:
        return say("hours_clock", clock=f"{now.astimezone():%d/%m/%Y, %H:%M}")
    if clinic.by_hand and not clinic.standing.open:
        return say("hours_by_hand", until=f"{clinic.by_hand.astimezone():%H:%M}")
    if not clinic.settings.hours.said:
        return say("hours_none")
    until = clinic.standing.until
    if until is None:
        return say("hours_always" if clinic.standing.open else "hours_never")
    key = "hours_open" if clinic.standing.open else "hours_closed"
    return say(key, until=_moment_words(until, now, speaking))


def _moment_words(moment: datetime, now: datetime, speaking: Speaking) -> str:
    zone = MachineZone()
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    time, say = f"{local:%H:%M}", speaking.say
    if local.date() == today:
        return time
    if local.date() - today < _WEEK:
        return say("hours_day", day=say(f"weekday_{local.isoweekday()}"), time=time)
    day = date_words(local.date().isoformat(), Around(say, speaking.language))
    return say("hours_day", day=day, time=time)
