"""What the page of the kiosks says. No Qt objects are made here."""

from datetime import datetime, timedelta
from typing import Final

from kiosk.desk.kiosks import Kiosks, OneKiosk
from kiosk.store.standing import Line
from kiosk.sync.fleet_needs import Need, What
from kiosk.ui.staff.moments import in_words
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import Counted

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400
_SHOWN_ID: Final = 8
_GB: Final = 1000
_VERSION_MOST: Final = 12


def line_text(speaking: Speaking, line: Line, *, central: bool, now: datetime) -> str:
    """How sending stands, in a line."""
    say = speaking.say
    if not central:
        return say("line_none")
    if line.down_since is not None:
        when = short_moment(speaking, line.down_since, now=now)
        key = "line_offline" if line.waiting else "line_offline_none"
        return say(key, when=when, count=Counted(line.waiting))
    if line.waiting:
        return say("line_waiting", count=Counted(line.waiting))
    if line.last_sent is None:
        return say("line_nothing")
    return say("line_sent", when=short_moment(speaking, line.last_sent, now=now))


def desk_line_text(speaking: Speaking, line: Line, *, down: bool) -> str:
    """The same at a desk's PC without a kiosk: what it sends goes with what it looks for."""
    say = speaking.say
    if down:
        return say(
            "line_desk_down" if line.waiting else "line_desk_down_none", count=Counted(line.waiting)
        )
    if line.waiting:
        return say("line_waiting", count=Counted(line.waiting))
    return say("line_desk")


def short_moment(speaking: Speaking, moment: datetime, *, now: datetime) -> str:
    """The time of day, where it is today; else the day too."""
    local = moment.astimezone()
    if local.date() == now.astimezone().date():
        return speaking.figures(f"{local:%H:%M}")
    return in_words(speaking, moment, now=now)


def asked_text(speaking: Speaking, found: Kiosks, *, now: datetime) -> str:
    """When the service said so, or why it is not known."""
    say, asked = speaking.say, found.asked
    if not found.central:
        return say("kiosks_alone")
    if found.unreached is not None and asked is None:
        return say("kiosks_unreached_desk" if found.at_desk else "kiosks_unreached_never")
    if asked is None:
        return say("kiosks_never")
    key = "kiosks_asked" if found.unreached is None else "kiosks_unreached"
    lines = [say(key, when=in_words(speaking, asked, now=now))]
    return " ".join(lines if found.whole else [*lines, say("kiosks_more")])


def cells(speaking: Speaking, one: OneKiosk, *, now: datetime) -> tuple[str, ...]:
    """A kiosk's row: name, seen, waiting, oldest, refused, space, version, state."""
    state, say = one.seen.state, speaking.say
    oldest = "" if state.oldest_s is None or not state.waiting else _span(speaking, state.oldest_s)
    return (
        _name(speaking, one),
        say("kiosks_now") if one.here else _seen(speaking, one.seen.at, now),
        _number(speaking, state.waiting),
        oldest,
        _number(speaking, state.refused),
        _room(speaking, state.free_mb),
        state.versions.get("program", say("kiosks_unknown"))[:_VERSION_MOST],
        say("list_comma").join(_states(speaking, one)),
    )


def sorted_by(one: OneKiosk) -> tuple[object, ...]:
    """What each column is sorted by; the state by its urgency."""
    state = one.seen.state
    urgency = one.needs[0].what if one.needs else len(What)
    return (
        state.name.casefold(), one.seen.at, state.waiting, state.oldest_s, state.refused,
        state.free_mb, state.versions.get("program"), urgency,
    )  # fmt: skip


def _name(speaking: Speaking, one: OneKiosk) -> str:
    state = one.seen.state
    name = state.name or speaking.say("kiosks_unnamed", id=state.kiosk[:_SHOWN_ID])
    return speaking.say("kiosks_this", name=name) if one.here else name


def _seen(speaking: Speaking, at: datetime | None, now: datetime) -> str:
    return speaking.say("kiosks_unknown") if at is None else in_words(speaking, at, now=now)


def _number(speaking: Speaking, value: int | None) -> str:
    return speaking.say("kiosks_unknown") if value is None else speaking.figures(value)


def _room(speaking: Speaking, free_mb: int | None) -> str:
    if free_mb is None:
        return speaking.say("kiosks_unknown")
    if free_mb < 10 * _GB:
        return speaking.say("kiosks_mb", count=free_mb)
    return speaking.say("kiosks_gb", count=free_mb // _GB)


def _states(speaking: Speaking, one: OneKiosk) -> list[str]:
    """What it needs; where it needs nothing, what goes on."""
    state, said = one.seen.state, [_need(speaking, need) for need in one.needs]
    if not said and state.waiting:
        said.append(speaking.say("kiosks_waits", count=Counted(state.waiting)))
    if not said:
        said.append(speaking.say("kiosks_well"))
    if state.paused:
        said.append(speaking.say("kiosks_paused", count=state.paused))
    return said


def _need(speaking: Speaking, need: Need) -> str:
    span = _span(speaking, int(abs(need.span).total_seconds()))
    key = f"need_{int(need.what)}"
    if need.what is What.CLOCK:
        key += "_fast" if need.span > timedelta() else "_slow"
    return speaking.say(key, span=span, count=Counted(need.number))


def _span(speaking: Speaking, seconds: int) -> str:
    """A span of time in its largest unit."""
    units = (
        ("span_s", 1, _MINUTE_S), ("span_min", _MINUTE_S, _HOUR_S), ("span_h", _HOUR_S, 2 * _DAY_S)
    )  # fmt: skip
    for key, unit, below in units:
        if seconds < below:
            return speaking.say(key, count=max(seconds, 0) // unit)
    return speaking.say("span_days", count=seconds // _DAY_S)
