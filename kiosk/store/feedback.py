"""What people say of the questions, and what was decided about it.

A remark leads to nobody: no draft, response, person or time of day.
What comes in is checked. What is read is taken as it stands: a code that another version of the
program wrote must not take the remarks of all others away.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, select

from kiosk.coproduction.cover import covered, of
from kiosk.coproduction.feedback import REASONS, WORDS_KEPT, Remark, group_id, releasable
from kiosk.coproduction.no_reasons import NO_REASONS
from kiosk.coproduction.outcomes import ESCALATED, NO, OUTCOMES, Decision
from kiosk.store import tables
from kiosk.store.cover import asked_by_day

_REMARK = (
    tables.remark.c.id,
    tables.remark.c.day,
    tables.remark.c.questionnaire,
    tables.remark.c.link_id,
    tables.remark.c.reason,
    tables.remark.c.words,
    tables.remark.c.language,
    tables.remark.c.first,
    tables.remark.c.released_on,
)


def keep_remark(
    c: Connection, remark: Remark, *, first: bool = True, receipt: bytes | None = None
) -> None:
    """Keep a remark; nobody sees it before it is released with others.

    All that wait carry the newest's day: on a day with one sitting, a day of its own would be its
    sitting's.

    Args:
        c: a write transaction.
        remark: what was said; its language is kept only with words.
        first: it is the first of its sitting; only these count towards a group.
        receipt: the digest by which its maker finds it (`store.receipts`); None where it has none.

    Raises:
        ValueError: its reason is none of `REASONS`.
    """
    if remark.reason not in REASONS:
        raise ValueError(f"unknown reason: {remark.reason!r}")
    waits = tables.remark.c.released.is_(False)
    newest = c.scalar(select(func.max(tables.remark.c.day)).where(waits))
    day = max(remark.day, newest or remark.day)
    c.execute(tables.remark.update().where(waits).values(day=day))
    c.execute(
        tables.remark.insert().values(
            id=remark.id,
            day=day,
            questionnaire=remark.questionnaire,
            link_id=remark.link_id,
            reason=remark.reason,
            words=remark.words,
            language=remark.language if remark.words else "",
            first=first,
            released=False,
            sent=False,
            refused=False,
            receipt=receipt,
        )
    )


def release_remarks(c: Connection, *, today: date) -> int:
    """Let those be seen that are enough to hide one another; how many they are.

    However long too few wait, no time lets them be seen, nor one on a question that hardly anybody
    was asked (`coproduction.cover`).
    """
    waiting = _remarks(c, tables.remark.c.released.is_(False))
    if not releasable(waiting):
        return 0
    asked = asked_by_day(c, {of(one) for one in waiting})
    ready = releasable(covered(waiting, released(c), asked))
    _set(c, (one.id for one in ready), released=True, released_on=today)
    return len(ready)


def released(c: Connection) -> tuple[Remark, ...]:
    """The remarks that may be seen, in the order of their random ids."""
    return _remarks(c, tables.remark.c.released.is_(True))


def remark_where(c: Connection, test: ColumnElement[bool]) -> Remark | None:
    """The first remark of which that holds, released or not; None where there is none."""
    return next(iter(_remarks(c, test)), None)


def unsent(c: Connection) -> tuple[Remark, ...]:
    """The released remarks still to be sent, by their random ids; no refused ones."""
    kept = tables.remark.c
    return _remarks(c, kept.released.is_(True), kept.sent.is_(False), kept.refused.is_(False))


def sent_remarks(c: Connection) -> tuple[Remark, ...]:
    """The remarks that the central service acknowledged."""
    return _remarks(c, tables.remark.c.sent.is_(True))


def mark_remarks_sent(c: Connection, ids: Iterable[str]) -> None:
    """The central service acknowledged these; that it did is kept, not when."""
    _set(c, ids, sent=True)


def mark_remarks_refused(c: Connection, ids: Iterable[str]) -> None:
    """The central service will never take these; they stay here and are not sent again."""
    _set(c, ids, refused=True)


def record_decision(c: Connection, decision: Decision) -> None:
    """Keep what was decided about a group of remarks; earlier decisions stay readable.

    Raises:
        ValueError: its outcome is none of `OUTCOMES`, it is a "no" without a reason, or it has no
            words.
    """
    if decision.outcome not in OUTCOMES:
        raise ValueError(f"unknown outcome: {decision.outcome!r}")
    if (decision.outcome == NO) != (decision.reason in NO_REASONS):
        raise ValueError(f"a no needs a reason, and nothing else has one: {decision.reason!r}")
    if decision.outcome != ESCALATED and not decision.text.strip():
        raise ValueError("a decision needs words: people are told why")
    c.execute(
        tables.decision.insert().values(
            group_id=decision.group_id,
            outcome=decision.outcome,
            text=decision.text,
            day=decision.day,
            by=decision.by,
            reason=decision.reason,
            until=decision.until,
        )
    )


def decisions(c: Connection) -> tuple[Decision, ...]:
    """All decisions in the order they were taken."""
    columns = [column for column in tables.decision.c if column.name != "id"]
    rows = c.execute(select(*columns).order_by(tables.decision.c.id))
    return tuple(Decision(**row._mapping) for row in rows)  # noqa: SLF001 - its public name


def forget_words(c: Connection, settled: Mapping[str, date], *, today: date) -> int:
    """Delete people's own words long after something became of their group; of how many remarks.

    What came to the group since is read first: it, too, is kept so long from when it may be seen.
    The remark itself stays, and counts.

    Args:
        c: a write transaction.
        settled: group → the day since which something has become of it (`board_facts.settled`).
        today: in UTC.
    """
    old = [
        remark.id
        for remark in _remarks(c, tables.remark.c.released.is_(True), tables.remark.c.words != "")
        if (since := settled.get(group_id(remark.questionnaire, remark.link_id, remark.reason)))
        and today - max(since, remark.released_on or since) >= WORDS_KEPT
    ]
    _set(c, old, words="", language="")
    return len(old)


def _remarks(c: Connection, *tests: ColumnElement[bool]) -> tuple[Remark, ...]:
    rows = c.execute(select(*_REMARK).where(*tests).order_by(tables.remark.c.id))
    return tuple(Remark(**row._mapping) for row in rows)  # noqa: SLF001 - its public name


def _set(c: Connection, ids: Iterable[str], **values: object) -> None:
    for one in ids:
        c.execute(tables.remark.update().where(tables.remark.c.id == one).values(values))
