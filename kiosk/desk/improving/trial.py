"""A pilot as it stands in the store: which question is judged, and what was counted of it.

No event is written here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final, Literal, NamedTuple

from kiosk.coproduction.differences import differences, successors
from kiosk.coproduction.evidence import ItemCounts
from kiosk.coproduction.pilot_judging import Day, days_of, per_arm, since_seen, weeks_here
from kiosk.coproduction.pilots import Pilot, Plan
from kiosk.coproduction.suppression import MIN_SITTINGS
from kiosk.errors import FormUnreadable
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.store.figures import (
    Span,
    counted_since,
    counts_by_day,
    days_of_release,
    grouped,
    item_counts,
    said_by_day,
)
from kiosk.store.form_versions import content_of
from kiosk.store.questionnaires import kept_questionnaire
from kiosk.sync.improving.counting import reports_elsewhere
from kiosk.sync.improving.measures import Measured

LOOKED_BACK: Final = timedelta(weeks=8)
"""So far back it is looked at how many people come, and how many are in trouble."""

LEAST_COUNTED: Final = timedelta(weeks=2)
"""Of less nobody can say how many come in a week."""

LONG_WEEKS: Final = 12
"""A pilot that needs more is a trial and no proof."""

Hope = Literal["half", "third"]
HOPES: Final[Mapping[Hope, float]] = {"half": 1 / 2, "third": 2 / 3}
"""How much of the trouble there is to be left: half of it, or a third less."""

_UNKNOWN_TROUBLE: Final = 0.3
_LEAST_TROUBLE: Final = 0.05


@dataclass(frozen=True)
class Judged:
    """A question by which a pilot can be judged, as it fares now.

    Attributes:
        link_id, new_link_id: in the version in use, and in the one that is tried.
        text: what it asks now.
        shown, troubled: sittings of the last 8 weeks, of all kiosks that told theirs; no more in
            trouble than were shown it.
        weekly: sittings a week here that are shown it; None where less than 2 weeks were counted.
    """

    link_id: str
    new_link_id: str
    text: str
    shown: int = 0
    troubled: int = 0
    weekly: float | None = None

    @property
    def before(self) -> float:
        """The share in trouble to reckon with: 30 % where it is not known."""
        if self.shown < MIN_SITTINGS:
            return _UNKNOWN_TROUBLE
        return max(_LEAST_TROUBLE, self.troubled / self.shown)


class Needs(NamedTuple):
    """What a pilot needs to show what is hoped for.

    Attributes:
        before, after: shares in trouble.
        per_arm: sittings in each group.
        weeks: about how many that takes here; None where nobody can say yet.
    """

    before: float
    after: float
    per_arm: int
    weeks: int | None

    @property
    def is_long(self) -> bool:
        """Whether it is a trial and no proof."""
        return self.weeks is not None and self.weeks > LONG_WEEKS


def needs(judged: Judged, hope: Hope, share: int) -> Needs:
    """What is said before it starts; `share` in per cent."""
    before = judged.before
    after = before * HOPES[hope]
    needed = per_arm(before, after)
    known = judged.weekly is not None
    weeks = weeks_here(needed, weekly=judged.weekly or 0, share=share / 100) if known else None
    return Needs(before, after, needed, weeks)


def judged_questions(control: Questionnaire, tried: Questionnaire) -> tuple[Judged, ...]:
    """Those that differ; where none that is asked does, all that both ask."""
    old, new = (frozenset(one.link_id for one in form.asked) for form in (control, tried))
    changed = [
        (one.link_id, one.new_link_id)
        for one in differences(control, tried).questions
        if one.link_id in old and one.new_link_id in new
    ]
    shared = changed or [(one.link_id, one.link_id) for one in control.asked if one.link_id in new]
    return tuple(Judged(*ids, _text(control.by_link_id[ids[0]])) for ids in shared)


def fared(c: Any, url: str, judged: Iterable[Judged], today: date) -> tuple[Judged, ...]:
    """The same, with what was counted of each."""
    since = today - LOOKED_BACK
    here = grouped(item_counts(c, Span(url, since)), lambda key: key.link_id)
    all_of_them = defaultdict(ItemCounts, here)
    for report in reports_elsewhere(c):
        if report.questionnaire.partition("|")[0] == url and report.since >= since:
            for link_id, counts in report.items.items():
                all_of_them[link_id] += counts
    first = counted_since(c)
    days = min(today - first, LOOKED_BACK) if first else timedelta()
    return tuple(
        Judged(
            one.link_id, one.new_link_id, one.text,
            all_of_them[one.link_id].shown, all_of_them[one.link_id].in_trouble,
            all_of_them[one.link_id].shown * 7 / days.days if days >= LEAST_COUNTED else None,
        )
        for one in judged
    )  # fmt: skip


def counted_days(c: Any, pilot: Pilot, kiosk_id: str) -> tuple[Day, ...]:
    """What was counted in a pilot: day by day here, week by week at other kiosks.

    Of a pilot on one kiosk it is that one's counters alone: its patients are no others in both
    groups. A week of another kiosk counts where all of it lies in the pilot; it stands at its end.
    """
    plan = pilot.plan
    if plan is None:
        return ()
    arms = ((pilot.canonical, tried_link_id(c, pilot)), (plan.control, plan.link_id))
    tried, control = (_by_day(c, plan, *arm, kiosk_id) for arm in arms)
    return days_of(plan, tried, control)


def tried_link_id(c: Any, pilot: Pilot) -> str:
    """The linkId of the judged question in the version that is tried."""
    plan = pilot.plan
    if plan is None:
        return ""
    old, new = read_version(c, plan.control), read_version(c, pilot.canonical)
    return successors(old, new).get(plan.link_id, plan.link_id) if old and new else plan.link_id


def read_version(c: Any, canonical: str) -> Questionnaire | None:
    """A version that is kept here; None where none that can be read is."""
    content = content_of(c, canonical) or kept_questionnaire(c, canonical)
    try:
        return None if content is None else read_questionnaire(content)
    except FormUnreadable:
        return None


def _by_day(
    c: Any, plan: Plan, canonical: str, link_id: str, kiosk_id: str
) -> Mapping[date, ItemCounts]:
    found: dict[date, ItemCounts] = defaultdict(ItemCounts)
    if plan.kiosk in {"", kiosk_id}:
        found |= counts_by_day(c, canonical, link_id, plan.begin)
        after = since_seen(days_of_release(c), plan.begin)
        for day, said in said_by_day(c, canonical, link_id).items():
            if day > after:
                found[day] += ItemCounts(remarked=said)
    elsewhere = reports_elsewhere(c)
    said_in = _weeks_of_remarks(elsewhere)
    for report in elsewhere:
        inside = plan.begin <= report.since and report.until <= plan.end
        if report.questionnaire == canonical and inside and plan.kiosk in {"", report.kiosk_id}:
            told = report.items.get(link_id, ItemCounts())
            if report.since <= since_seen(said_in[report.kiosk_id], plan.begin):
                told = replace(told, remarked=0)
            found[report.until - timedelta(days=1)] += told
    return found


def _weeks_of_remarks(reports: Iterable[Measured]) -> Mapping[str, list[date]]:
    """Of each kiosk the first days of the weeks in which it told of remarks."""
    found: dict[str, list[date]] = defaultdict(list)
    for report in reports:
        if any(one.remarked for one in report.items.values()):
            found[report.kiosk_id].append(report.since)
    return found


def _text(item: Item) -> str:
    return item.text(item.language) or item.link_id
