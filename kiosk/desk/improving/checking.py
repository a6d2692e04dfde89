"""What to look at before a changed form is used: faults, plain words, length, translations."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.coproduction.editing.budget import Budget, budget_of
from kiosk.coproduction.editing.change import Change
from kiosk.coproduction.editing.finishing import Finished
from kiosk.coproduction.lint import Lint, lint
from kiosk.coproduction.locks import Locks
from kiosk.coproduction.plain_forms import PlainForm, measure_form
from kiosk.coproduction.plain_words import Figures
from kiosk.forms.check import check_questionnaire
from kiosk.forms.finding import INFORMATION, Finding
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.forms.texts import translations
from kiosk.offered import bundled_lists, bundled_words


@dataclass(frozen=True)
class Checked:
    """What was found; the kiosk refuses nothing for it.

    Attributes:
        change: what was looked at.
        finished: what it would become; None where nothing was changed.
        came: what is found now and was not before the change.
        stood: how much was found before, too.
        wording: what the look at the wording of questions finds now and did not before.
        before, after: how plainly the form is written; None where there is nothing to measure.
        budget: how many questions there are and may be.
        stale: (linkId, language) of translations whose original was changed, and they were not.
    """

    change: Change
    finished: Finished | None
    came: tuple[Finding, ...]
    stood: int
    wording: tuple[Lint, ...]
    before: Figures | None
    after: Figures | None
    budget: Budget
    stale: tuple[tuple[str, str], ...]


def checked(
    change: Change, finished: Finished | None, locks: Locks, value_sets: ValueSets
) -> Checked:
    """Look at a change."""
    old, new = (
        _looked(form, locks, value_sets) for form in (change.base, change.form)
    )  # fmt: skip
    known = {_key(finding) for finding in old[1]}
    came = tuple(finding for finding in new[1] if _key(finding) not in known)
    return Checked(
        change=change,
        finished=finished,
        came=came,
        stood=len(new[1]) - len(came),
        wording=_new_in_wording(change, locks),
        before=old[0].figures,
        after=new[0].figures,
        budget=budget_of(change.form),
        stale=tuple(_stale(change)),
    )


def _looked(
    form: Questionnaire, locks: Locks, value_sets: ValueSets
) -> tuple[PlainForm, tuple[Finding, ...]]:
    plain = measure_form(form, locks, bundled_words(form.own_language))
    faults = check_questionnaire(form, value_sets=value_sets)
    # What the engine notes for authors of files is of no use here.
    told = (finding for finding in faults if finding.severity != INFORMATION)
    return plain, (*told, *plain.findings)


def _new_in_wording(change: Change, locks: Locks) -> tuple[Lint, ...]:
    lists = bundled_lists()
    before = {_at(one) for one in lint(change.base, locks, lists).found}
    return tuple(one for one in lint(change.form, locks, lists).found if _at(one) not in before)


def _at(one: Lint) -> tuple[str, str, str, str]:
    return one.code, one.link_id, one.words, one.beside


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.link_id, finding.message


def _stale(change: Change) -> Iterator[tuple[str, str]]:
    """Who reads in another language would read the old question still."""
    own = change.base.own_language
    for one in change.difference.questions:
        rewritten = {wording.language for wording in one.wordings}
        item = change.form.by_link_id.get(one.new_link_id)
        if own in rewritten and item is not None and one.link_id:
            for language in translations(item.raw, "text"):
                if language not in rewritten:
                    yield one.new_link_id, language
