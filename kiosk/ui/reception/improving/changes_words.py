"""Versions of forms in the words of the desk: what they are, what they need, how a trial fares."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import QDate, QLocale

from kiosk.coproduction.pilot_judging import Arm, Verdict
from kiosk.coproduction.pilots import HARM, Plan
from kiosk.coproduction.suppression import MIN_SITTINGS
from kiosk.desk.improving.changes import Change, InUse
from kiosk.desk.improving.trials import Trial
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import Counted

_ROLES: Final = ("lead", "clinical")

_HITS_OF: Final = 2


class ChangesWords:
    """Says it in the language of the desk.

    Args:
        speaking: that language.
        kiosk: id of the kiosk that is here; "" for none.
    """

    def __init__(self, speaking: Speaking, kiosk: str) -> None:
        self._speaking, self._say, self._kiosk = speaking, speaking.say, kiosk

    def title(self, change: Change) -> str:
        """The form as patients know it."""
        return change.form.title(self._speaking.language)

    def state(self, change: Change) -> str:
        """What it is and what it waits for."""
        made, trial = change.made, change.trial
        key = "changes_new" if change.control is None else "changes_draft"
        if trial is not None and trial.is_open:
            key = "changes_trying" if trial.pilot.state == "running" else "changes_ended"
        day = self.day(made.made_at.astimezone().date())
        return self._say(key, version=made.version, by=made.made_by, day=day)

    def notes(self, change: Change) -> Iterator[str]:
        """What hinders it, or makes it smaller; and who said yes."""
        if change.made.change_class and not change.is_tried:
            yield self._say(f"changes_class_{change.made.change_class}")
        if change.approved:
            names = self._say("list_comma").join(change.approved.values())
            yield self._say("changes_approved", names=names)
        if change.lacking:
            roles = (self._say(f"changes_role_{one}") for one in _ROLES if one in change.lacking)
            yield self._say("changes_lacking", roles=self._say("list_comma").join(roles))
        for by, text in change.objections:
            yield self._say("changes_objection", by=by, text=text)
        if change.objections:
            yield self._say("changes_limited")
        if change.never:
            yield self._say(f"changes_never_{change.never}")
        if change.is_other_tried:
            yield self._say("changes_other_tried")

    def trial(self, trial: Trial) -> Iterator[str]:
        """How a trial was planned, and what was counted of it."""
        plan, verdict = trial.pilot.plan, trial.verdict
        if plan is None or verdict is None:
            yield self._say("trial_unreadable")
            return
        yield self.counts(verdict)
        if trial.is_open:
            come = Counted(round(min(verdict.pilot.of, verdict.control.of)))
            yield self._say("trial_come", count=come, needed=plan.per_arm)
        yield self._say("trial_question", question=trial.question)
        yield self._say(
            f"trial_where_{self._where(plan)}", share=plan.share,
            until=self.day(plan.end), begin=self.day(plan.begin),
        )  # fmt: skip

    def counts(self, verdict: Verdict) -> str:
        """What was counted with the old words and with the new, where it is enough to say."""
        if min(verdict.pilot.of, verdict.control.of) < MIN_SITTINGS:
            return self._say("trial_few")
        return self._counts("trial_counts", verdict.pilot, verdict.control)

    def word(self, trial: Trial) -> str:
        """What may be said of it, in a sentence."""
        if trial.pilot.over is not None and trial.pilot.stopped_by == HARM:
            return self._stopped(trial.pilot.over.detail)
        if trial.pilot.state == "reverted":
            return self._say("trial_taken_back")
        return self._say(f"trial_word_{trial.verdict.word}") if trial.verdict else ""

    def tone(self, trial: Trial) -> str:
        """good, bad or "": how the word is coloured."""
        if trial.pilot.stopped_by == HARM:
            return "bad"
        verdict: Verdict | None = trial.verdict
        tones = {"looks-better": "good", "clear": "good", "looks-worse": "bad"}
        return tones.get(verdict.word, "") if verdict and trial.is_open else ""

    def used(self, one: InUse) -> str:
        """A version in use, and since when."""
        key = "changes_retired" if one.retired else "changes_used"
        return self._say(
            key, form=one.form.title(self._speaking.language), version=one.form.version,
            day=self.day(one.since.astimezone().date()),
        )  # fmt: skip

    def day(self, day: date) -> str:
        """A day as the language writes it, short."""
        shown = QDate(day.year, day.month, day.day)
        return QLocale(self._speaking.language).toString(shown, "d MMM yyyy")

    def _where(self, plan: Plan) -> str:
        if not plan.kiosk:
            return "all"
        return "here" if plan.kiosk == self._kiosk else "there"

    def _stopped(self, seen: Mapping[str, object]) -> str:
        """What the guard saw; the control group was cut to the pilot's number."""
        day, arms = str(seen.get("day", "")), (seen.get("pilot"), seen.get("control"))
        pilot, control = (
            Arm(*one) if isinstance(one, list) and len(one) == _HITS_OF else None for one in arms
        )
        if pilot is None or control is None:
            return self._say("trial_stopped")
        counts = self._counts("trial_stopped_counts", pilot, control)
        return f"{self._say('trial_stopped_on', day=self.day(date.fromisoformat(day)))} {counts}"

    def _counts(self, key: str, pilot: Arm, control: Arm) -> str:
        return self._say(
            key, new_hits=round(pilot.hits), new_of=round(pilot.of),
            old_hits=round(control.hits), old_of=round(control.of),
        )  # fmt: skip
