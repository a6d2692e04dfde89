"""The trials of a form, as `kiosk form history` tells them."""

from collections.abc import Iterator
from typing import Any, Final

from kiosk.coproduction import events as log
from kiosk.coproduction.pilot_judging import Arm, Verdict
from kiosk.coproduction.pilots import HARM, Pilot
from kiosk.coproduction.suppression import MIN_SITTINGS
from kiosk.desk.improving.trials import Trial

_WORDS: Final = {
    "too-early": "too early to say",
    "looks-better": "it looked better, which was not proved",
    "looks-worse": "it looked worse, which was not proved",
    "clear": "it was clearly better",
    "no-difference": "no difference was found",
}
_STATES: Final = {"running": "it runs", "ended": "its time is over, and nobody decided yet"}
_ENDED_BY: Final = {
    log.PUBLISHED: "it ended as other words were put to use",
    log.RETIRED: "it ended as the form was offered no more",
}


def trial_document(trial: Trial) -> dict[str, Any]:
    """One of them as JSON; `newWords` and `oldWords` are null where fewer than 10 people came."""
    pilot, verdict = trial.pilot, trial.verdict
    plan, over = pilot.plan, pilot.over
    told = verdict if verdict is not None and _enough(verdict) else None
    return {
        "version": pilot.canonical,
        "state": pilot.state,
        "begin": plan.begin.isoformat() if plan else None,
        "plannedUntil": plan.end.isoformat() if plan else None,
        "decided": over.at.astimezone().date().isoformat() if over else None,
        "by": over.role if over else None,
        "decision": over.kind if over else None,
        "share": plan.share if plan else None,
        "question": trial.question,
        "evidence": verdict.word if verdict else None,
        "newWords": _arm(told.pilot) if told else None,
        "oldWords": _arm(told.control) if told else None,
    }


def trial_lines(trial: Trial) -> Iterator[str]:
    """One of them in lines."""
    pilot, verdict = trial.pilot, trial.verdict
    plan, over = pilot.plan, pilot.over
    yield f"\nTrial of {pilot.canonical.rpartition('|')[2]}"
    end = over.at.astimezone().date() if over else plan.end if plan else None
    dates = f"{plan.begin} until {end}: " if plan else ""
    yield f"  {dates}{_decided(pilot)}"
    if verdict is None:
        yield "  how it was planned can't be read by this version of the program"
        return
    known = "known then" if over else "known now"
    yield f"  {known}: {_WORDS[verdict.word]}; {_counts(verdict)}"
    yield f"  judged by “{trial.question}”"


def _decided(pilot: Pilot) -> str:
    over = pilot.over
    if over is None:
        return _STATES[pilot.state]
    by = f" by {over.role}" if over.role else ""
    if pilot.state == "kept":
        return f"the new words were kept{by}"
    if pilot.stopped_by == HARM:
        return "stopped by itself, as more people had trouble with the new words"
    if pilot.stopped_by:
        return f"stopped for safety{by}: {over.text}"
    return _ENDED_BY.get(over.kind, f"taken back{by}")


def _counts(verdict: Verdict) -> str:
    if not _enough(verdict):
        return f"fewer than {MIN_SITTINGS} people were shown one of the two"
    old, new = verdict.control, verdict.pilot
    return (
        f"in trouble were {round(old.hits)} of {round(old.of)} people with the old words, "
        f"{round(new.hits)} of {round(new.of)} with the new"
    )


def _enough(verdict: Verdict) -> bool:
    return min(verdict.pilot.of, verdict.control.of) >= MIN_SITTINGS


def _arm(arm: Arm) -> dict[str, int]:
    return {"troubled": round(arm.hits), "of": round(arm.of)}
