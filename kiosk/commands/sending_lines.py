"""How sending stands, as `kiosk status` and `kiosk doctor` tell it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from kiosk.commands.bar import share_line
from kiosk.commands.times import stamp, when
from kiosk.settings import Central
from kiosk.store.database import Store
from kiosk.store.standing import Standing, standing
from kiosk.sync.pace import Share


def look(store: Store, central: Central, now: datetime) -> Standing:
    """How it stands at `now`, by the clinic's own measure of what is late.

    Where no service is named nothing is: responses stay here, and are taken by export.
    """
    alarm = timedelta(hours=central.alarm_hours) if central.url else timedelta.max
    with store.reading() as c:
        return standing(c, alarm=alarm, now=now)


def standing_document(stands: Standing) -> dict[str, Any]:
    """For a program."""
    return {
        "alarms": list(alarm_lines(stands)),
        "downSince": stamp(stands.down_since),
        "nextTry": stamp(stands.next_turn),
        "othersWaiting": stands.counts.others_waiting,
        "othersRefused": stands.counts.others_refused,
    }


def sending_lines(stands: Standing) -> Iterator[str]:
    """For a person: a bar, figures, and when it is tried next. Offline is normal."""
    counts = stands.counts
    total = counts.sent + counts.waiting
    if total:
        yield f"Arrived           {share_line(Share(counts.sent, total, None))}"
    if stands.down_since is not None:
        since = when(stamp(stands.down_since))
        yield f"Not sent since    {since}. Nothing is lost; it goes by itself."
    if stands.next_turn is not None:
        yield f"Next try          {_next_try(stands)}"
    if counts.others_waiting:
        yield f"Besides waiting   {counts.others_waiting} records of this kiosk, without answers"
    for line in alarm_lines(stands):
        yield f"Please look       {line}"


def alarm_lines(stands: Standing) -> Iterator[str]:
    """What does not mend itself, a sentence for each; nothing while all is as it should be."""
    oldest = stands.counts.oldest_waiting
    if stands.late and oldest is not None:
        waits = _long(stands.at - oldest)
        hours = stands.alarm // timedelta(hours=1)
        yield (
            f"The oldest response has waited for {waits}; the settings allow {hours} "
            f"hour{'s' * (hours != 1)} (central.alarm_hours). See: kiosk sync"
        )
    if stands.refused:
        many = "1 is" if stands.refused == 1 else f"{stands.refused} are"
        yield f"{many} refused by the central service and kept here. See: kiosk outbox list"


def _next_try(stands: Standing) -> str:
    turn = stands.next_turn
    if turn is None or turn <= stands.at:
        return "with the next round of the running kiosk, or now with: kiosk sync"
    return when(stamp(turn))


def _long(span: timedelta) -> str:
    hours = span // timedelta(hours=1)
    if hours < 2 * 24:
        return f"{hours} hour{'s' * (hours != 1)}"
    return f"{hours // 24} days"
