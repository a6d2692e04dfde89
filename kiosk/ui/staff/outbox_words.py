"""What is said of what is unsent, in the language of the desk. No Qt objects are made here."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from kiosk.store.outbox import RESPONSE
from kiosk.store.standing import Standing
from kiosk.store.unsent import Unsent
from kiosk.ui.staff.moments import in_words
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.why import word_of

ID_SHOWN: Final = 8
"""So many signs of an id stand in a command that is to be typed; they are enough."""


def standing_lines(speaking: Speaking, stands: Standing) -> Iterator[str]:
    """Sentences for how it stands, the most important first."""
    say, words, code = speaking.say, speaking.all_words, speaking.language
    waiting = stands.counts.waiting
    if stands.refused:
        yield words.count(code, "outbox_refused", stands.refused)
    if stands.late:
        yield say("outbox_late")
    elif stands.down_since is not None:
        yield say("outbox_down", when=in_words(speaking, stands.down_since, now=stands.at))
    if waiting:
        yield words.count(code, "outbox_waiting", waiting)
    elif not stands.refused:
        last = stands.counts.last_sent
        if last is None:
            yield say("outbox_all_sent")
        else:
            yield say("outbox_last_sent", when=in_words(speaking, last, now=stands.at))


def short_line(speaking: Speaking, stands: Standing) -> str:
    """The most important of them; offline, how many wait is enough."""
    if stands.counts.waiting and not stands.is_alarm:
        words, code = speaking.all_words, speaking.language
        return words.count(code, "outbox_waiting", stands.counts.waiting)
    return next(standing_lines(speaking, stands), "")


def item_line(speaking: Speaking, one: Unsent, *, now: datetime) -> str:
    """When it was finished, and when it was refused or changed."""

    def say(key: str, moment: datetime) -> str:
        return speaking.say(key, when=in_words(speaking, moment, now=now))

    parts = [say("outbox_finished", one.completed_at)] if one.completed_at else []
    parts += [speaking.say("outbox_changed")] if one.changed else []
    parts += [say("outbox_not_taken", one.since)] if one.refused else []
    return " · ".join(parts)


def refusal_lines(speaking: Speaking, one: Unsent) -> list[str]:
    """Why it was not taken, what the service said, and what can be done about it."""
    say = speaking.say
    lines = [say(word_of(one.outcome)), say("refusal_kept")]
    if one.resource_type == RESPONSE:
        begin = one.resource_id[:ID_SHOWN]
        command = f"kiosk outbox export {begin} --out FILE"
        lines.append(say("refusal_export", command=command))
        command = f"kiosk outbox amend {begin} --response FILE --reason TEXT"
        lines.append(say("refusal_amend", command=command))
    if one.error:
        lines.append(say("refusal_said", text=one.error))
    return lines
