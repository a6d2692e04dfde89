"""What the counters hold, for pictures: by form and day, whatever the number of responses.

But for `responses_to` no response is read here, and those that were sent long ago and deleted for
their age count on.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, or_, select
from sqlalchemy.sql.functions import coalesce

from kiosk.coproduction.bands import Band
from kiosk.coproduction.evidence import (
    BY_SITTING,
    DWELL_BINS,
    ItemCounts,
    Stratum,
    strata_for_staff,
    summed,
)
from kiosk.coproduction.passage import TIME_BINS
from kiosk.store.outbox import RESPONSE
from kiosk.store.tables import (
    band_month,
    form_day,
    form_passage,
    form_time,
    item_day,
    item_dwell,
    outbox,
    remark,
    submission,
)

Key = TypeVar("Key", bound=Hashable)

_NO_TIMES: Final = (0,) * (len(DWELL_BINS) + 1)


@dataclass(frozen=True)
class Span:
    """Which sittings are asked for; all of them, where nothing is said.

    Attributes:
        form: a canonical `url|version`, or a url for all its versions.
        since, until: the first day and the last.
    """

    form: str | None = None
    since: date | None = None
    until: date | None = None


class Begun(NamedTuple):
    """How many people began a form at the screen, and how many of them sent all of it."""

    begun: int
    sent: int


class Shown(NamedTuple):
    """In how many sittings a question was shown, and in how many its person left there."""

    shown: int
    left: int


class ItemKey(NamedTuple):
    """Whose counters: canonical `url|version`, linkId, how the screen was used ("" if untold)."""

    questionnaire: str
    link_id: str
    mode: str


def finished_by_day(c: Connection, span: Span) -> dict[str, dict[date, int]]:
    """Responses that were given at this kiosk: by canonical and day; days without any are absent.

    Those that were stopped and sent as far as they were are among them.
    """
    columns = form_day.c
    found: dict[str, dict[date, int]] = defaultdict(dict)
    query = _within(select(columns.questionnaire, columns.day, columns.finished), form_day, span)
    for form, day, finished in c.execute(query):
        found[form][day] = finished
    return dict(found)


def sent_by_day(c: Connection, span: Span) -> dict[str, dict[date, int]]:
    """Forms that were sent whole, of those whose beginning is counted: by canonical and day."""
    columns = form_passage.c
    found: dict[str, dict[date, int]] = defaultdict(dict)
    query = _within(select(columns.questionnaire, columns.day, columns.sent), form_passage, span)
    for form, day, sent in c.execute(query):
        found[form][day] = sent
    return dict(found)


def begun_by_form(c: Connection, span: Span) -> dict[str, Begun]:
    """By canonical."""
    row = form_passage.c
    query = select(row.questionnaire, func.sum(row.begun), func.sum(row.sent))
    query = _within(query, form_passage, span).group_by(row.questionnaire)
    return {form: Begun(begun, sent) for form, begun, sent in c.execute(query)}


def times_by_form(c: Connection, span: Span) -> dict[str, tuple[int, ...]]:
    """By canonical, how many sittings took so long, in the bins of `passage.TIME_BINS`."""
    row = form_time.c
    query = select(row.questionnaire, row.bin, func.sum(row.sittings))
    query = _within(query, form_time, span).group_by(row.questionnaire, row.bin)
    found: dict[str, list[int]] = defaultdict(lambda: [0] * (len(TIME_BINS) + 1))
    for form, at, sittings in c.execute(query):
        found[form][min(at, len(TIME_BINS))] += sittings
    return {form: tuple(counts) for form, counts in found.items()}


def shown_by_item(c: Connection, span: Span) -> Mapping[str, Shown]:
    """By linkId, of every version of the form together."""
    row = item_day.c
    query = select(row.link_id, func.sum(row.shown), func.sum(row.left_here))
    query = _within(query, item_day, span).group_by(row.link_id)
    return {link_id: Shown(shown, left) for link_id, shown, left in c.execute(query)}


def item_counts(c: Connection, span: Span) -> dict[ItemKey, ItemCounts]:
    """Everything that was counted of questions, as fine as staff may group it (`grouped`).

    What people said of them counts on the day since when it may be seen, and as untold how.
    """
    times = _dwell(c, span)
    keys = [item_day.c[name] for name in ItemKey._fields]
    query = select(*keys, *(func.sum(item_day.c[name]).label(name) for name in BY_SITTING))
    found: dict[ItemKey, ItemCounts] = {}
    for row in c.execute(_within(query, item_day, span).group_by(*keys)).mappings():
        key = ItemKey(*(row[name] for name in ItemKey._fields))
        counts = {name: row[name] for name in BY_SITTING}
        found[key] = ItemCounts(**counts, dwell=tuple(times.get(key, _NO_TIMES)))
    for key, said in _said(c, span).items():
        found[key] = found.get(key, ItemCounts()) + ItemCounts(remarked=said)
    return found


def counts_by_day(
    c: Connection, canonical: str, link_id: str, since: date
) -> dict[date, ItemCounts]:
    """What was counted of one question of one version since that day.

    Without the times on it, and without what was said of it, for that has no day of its own.
    """
    row = item_day.c
    sums = (func.sum(row[name]).label(name) for name in BY_SITTING)
    query = select(row.day, *sums).group_by(row.day)
    query = query.where(row.questionnaire == canonical, row.link_id == link_id, row.day >= since)
    return {
        found["day"]: ItemCounts(**{name: found[name] for name in BY_SITTING})
        for found in c.execute(query).mappings()
    }


def said_by_day(c: Connection, canonical: str, link_id: str) -> dict[date, int]:
    """How many remarks on one question of one version came to be seen, by the day when they did."""
    row = remark.c
    query = select(row.released_on, func.count()).group_by(row.released_on)
    query = query.where(row.released.is_(True), row.released_on.is_not(None))
    query = query.where(row.questionnaire == canonical, row.link_id == link_id)
    return {row[0]: row[1] for row in c.execute(query)}


def days_of_release(c: Connection) -> tuple[date, ...]:
    """The days on which any remarks came to be seen."""
    day = remark.c.released_on
    return tuple(c.scalars(select(day).where(day.is_not(None)).distinct()))


def grouped(
    counts: Mapping[ItemKey, ItemCounts], by: Callable[[ItemKey], Key]
) -> dict[Key, ItemCounts]:
    """Sums of counters: `by` gives of a key what stands together."""
    held: dict[Key, list[ItemCounts]] = defaultdict(list)
    for key, one in counts.items():
        held[by(key)].append(one)
    return {key: summed(ones) for key, ones in held.items()}


def counts_by_mode(counts: Mapping[ItemKey, ItemCounts]) -> dict[str, tuple[Stratum, ...]]:
    """By linkId, how it went with each way to use the screen, as staff may see it: none below 5.

    What was counted before it was known how the screen was used is left out.
    """
    found: dict[str, dict[str, ItemCounts]] = defaultdict(dict)
    for (link_id, mode), one in grouped(counts, lambda key: (key.link_id, key.mode)).items():
        if mode:
            found[link_id][mode] = one
    return {link_id: strata_for_staff(modes) for link_id, modes in found.items()}


def bands_counted(c: Connection, since: date, until: date) -> tuple[Band, ...]:
    """The bands of the sittings of the months in which these days lie, and between them."""
    row = band_month.c
    sums = (func.sum(row.sittings), func.sum(row.spoke))
    query = select(row.dimension, row.band, *sums).group_by(row.dimension, row.band)
    query = query.where(row.month >= since.replace(day=1), row.month <= until)
    return tuple(Band(*found) for found in c.execute(query))


def counted_since(c: Connection) -> date | None:
    """The first day of which it is known who began and who left; None where no day is."""
    first: date | None = c.scalar(select(func.min(form_passage.c.day)))
    return first


def responses_to(
    c: Connection, form: str, *, since: datetime | None, until: datetime | None
) -> Iterator[bytes]:
    """The responses to a form as they are now, one at a time and in no order.

    Put in order they would all be held at once.

    Args:
        c: kept open while they are read.
        form: a canonical `url|version`, or a url for all its versions.
        since: completed then or later.
        until: completed before then.
    """
    kept, way = submission.c, outbox.c
    same = and_(way.resource_type == RESPONSE, way.resource_id == kept.id)
    query = select(coalesce(way.payload, kept.payload)).join_from(submission, outbox, same)
    query = query.where(_answers_to(kept.questionnaire, form))
    if since is not None:
        query = query.where(kept.completed_at >= since)
    if until is not None:
        query = query.where(kept.completed_at < until)
    yield from c.scalars(query.execution_options(yield_per=100))


def _dwell(c: Connection, span: Span) -> Mapping[ItemKey, list[int]]:
    keys = [item_dwell.c[name] for name in (*ItemKey._fields, "bin")]
    query = select(*keys, func.sum(item_dwell.c.sittings))
    found: dict[ItemKey, list[int]] = defaultdict(lambda: list(_NO_TIMES))
    for *key, at, sittings in c.execute(_within(query, item_dwell, span).group_by(*keys)):
        found[ItemKey(*key)][min(at, len(DWELL_BINS))] += sittings
    return found


def _said(c: Connection, span: Span) -> Mapping[ItemKey, int]:
    row = remark.c
    query = select(row.questionnaire, row.link_id, func.count()).where(row.released.is_(True))
    query = _within(query, remark, span, "released_on").group_by(row.questionnaire, row.link_id)
    return {ItemKey(form, link_id, ""): said for form, link_id, said in c.execute(query)}


def _within(
    query: Select[*tuple[Any, ...]], table: Table, span: Span, day_of: str = "day"
) -> Select[*tuple[Any, ...]]:
    form, day = table.c.questionnaire, table.c[day_of]
    if span.form is not None:
        query = query.where(_answers_to(form, span.form))
    if span.since is not None:
        query = query.where(day >= span.since)
    if span.until is not None:
        query = query.where(day <= span.until)
    return query


def _answers_to(column: ColumnElement[str], form: str) -> ColumnElement[bool]:
    return or_(column == form, column.startswith(f"{form}|", autoescape=True))
