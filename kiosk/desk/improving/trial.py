"""A pilot as it stands in the store: which question is judged, and what was counted of it.

No event is written here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final, Literal, NamedTuple

from kiosk.coproduction.differences import differences, successors
from kiosk.coproduction.evidence import ItemCounts
from kiosk.coproduction.pilot_judging import Day, days_of, per_arm, since_seen, weeks_here
from kiosk.coproduction.pilots import Pilot
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
    elsewhere = [
        report for report in _of_the_pilot(reports_elsewhere(c), plan.begin)
        if report.until <= plan.end and plan.kiosk in {"", report.kiosk_id}
    ]  # fmt: skip
    here = plan.kiosk in {"", kiosk_id}
    arms = ((pilot.canonical, tried_link_id(c, pilot)), (plan.control, plan.link_id))
    tried, control = (_by_day(c, *arm, plan.begin if here else None, elsewhere) for arm in arms)
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
    c: Any, canonical: str, link_id: str, since: date | None, elsewhere: Iterable[Measured]
) -> Mapping[date, ItemCounts]:
    """The counters of one arm: since that day here (None: not here), and of these reports."""
    found: dict[date, ItemCounts] = defaultdict(ItemCounts)
    if since is not None:
        found |= counts_by_day(c, canonical, link_id, since)
        after = since_seen(days_of_release(c), since)
        for day, said in said_by_day(c, canonical, link_id).items():
            if day > after:
                found[day] += ItemCounts(remarked=said)
    for report in elsewhere:
        if report.questionnaire == canonical:
            told = report.items.get(link_id, ItemCounts())
            found[report.until - timedelta(days=1)] += told
    return found


def _of_the_pilot(reports: Iterable[Measured], begin: date) -> Iterator[Measured]:
    """The reports since a day, without remarks that may have been made before it."""
    since = [report for report in reports if report.since >= begin]
    weeks: dict[str, list[date]] = defaultdict(list)
    for report in since:
        if any(one.remarked for one in report.items.values()):
            weeks[report.kiosk_id].append(report.since)
    for report in since:
        if report.since > since_seen(weeks[report.kiosk_id], begin):
            yield report
        else:
            items = {key: replace(one, remarked=0) for key, one in report.items.items()}
            yield replace(report, items=items)


def _text(item: Item) -> str:
    return item.text(item.language) or item.link_id
