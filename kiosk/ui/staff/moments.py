"""Moments in words, for the desk: countries write day and month in another order."""

from datetime import datetime

from kiosk.ui.wording.speaking import Speaking


def in_words(speaking: Speaking, moment: datetime, *, now: datetime) -> str:
    """On this PC's clock: the order of day and month differs between countries."""
    say, local = speaking.say, moment.astimezone()
    time = speaking.figures(f"{local:%H:%M}")
    if local.date() == now.astimezone().date():
        return say("draft_today", time=time)
    return say("draft_day", day=local.day, month=say(f"month_{local.month}_of"), time=time)
