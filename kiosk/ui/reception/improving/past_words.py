"""Trials that are over, in the words of the desk: when, what was known then, what was decided."""

from collections.abc import Iterator
from typing import Any

from kiosk.coproduction import events as log
from kiosk.coproduction.events import FormEvent
from kiosk.coproduction.pilots import HARM, VETO, Pilot, settled
from kiosk.desk.improving.trials import Trial
from kiosk.ui.reception.improving.changes_words import ChangesWords
from kiosk.ui.wording.speaking import Speaking

_ROLES = frozenset({"reception", "lead", "clinical", "IT", "kiosk"})
_ENDED_BY = {log.PUBLISHED: "past_replaced", log.RETIRED: "past_retired"}


def past(speaking: Speaking, trial: Trial) -> dict[str, Any]:
    """One of them: `title` and `lines`."""
    url, _, version = settled(trial.pilot.canonical).rpartition("|")
    form = trial.form.title(speaking.language) if trial.form else url
    title = speaking.say("past_trial", form=form, version=version)
    return {"title": title, "lines": list(_lines(speaking, trial))}


def _lines(speaking: Speaking, trial: Trial) -> Iterator[str]:
    words, say = ChangesWords(speaking, ""), speaking.say
    plan, over, verdict = trial.pilot.plan, trial.pilot.over, trial.verdict
    if over is None:
        return
    day = words.day(over.at.astimezone().date())
    dates = say("past_dates", begin=words.day(plan.begin), day=day) if plan else ""
    dates = dates or say("past_day", day=day)
    key, by = _decided(trial.pilot, over), over.by or say(_by(over.role))
    yield f"{dates} {say(key, by=by, text=over.text)}"
    if verdict is None:
        yield say("past_unreadable")
        return
    yield say("past_known", word=say(f"trial_word_{verdict.word}"))
    yield words.counts(verdict)
    yield say("trial_question", question=trial.question)


def _by(role: str) -> str:
    """Of what was decided on another PC the name is not told, but the role."""
    return f"past_by_{role}" if role in _ROLES else "past_by_other"


def _decided(pilot: Pilot, over: FormEvent) -> str:
    if pilot.state == "kept":
        return "past_kept"
    if pilot.stopped_by:
        return {HARM: "past_harm", VETO: "past_veto"}.get(pilot.stopped_by, "past_stopped")
    return _ENDED_BY.get(over.kind, "past_taken_back")
