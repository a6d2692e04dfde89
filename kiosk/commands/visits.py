"""`visits`: which visits this kiosk expects, and which the central service asks for in vain."""

import argparse
from typing import Any

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.store import tasks
from kiosk.store.requested import BY
from kiosk.store.tasks import Asked
from kiosk.store.visit_code import grouped
from kiosk.store.visits import Visit, list_visits
from kiosk.sync.tasks import TasksReport


def visits(arguments: argparse.Namespace) -> Outcome:
    """Every visit that is not over; never a name, a birth date or a number of a patient."""
    settings = settings_for(arguments)
    with opened_store(settings) as store, store.reading() as connection:
        found, asked = list_visits(connection), tasks.asked(connection)
    document = {
        "visits": [_visit_document(one, asked) for one in found],
        "notMade": [
            {"task": one.id, "reason": one.reason} for one in asked if one.state == tasks.NOT_MADE
        ],
    }
    return Outcome(0, document, "\n".join(_lines(found, asked)))


def visits_document(report: TasksReport | None) -> dict[str, Any]:
    """What a run of `kiosk sync` brought, for its own document."""
    if report is None:
        return {}
    return {
        "visits": {
            "made": report.made,
            "withdrawn": report.withdrawn,
            "notMade": report.unmade,
            "whole": report.whole,
            "error": None if report.error is None else str(report.error),
        }
    }


def visits_lines(report: TasksReport | None) -> list[str]:
    """The same for people."""
    if report is None:
        return []
    lines = [f"Visits the centre asks for: {report.made} new, {report.withdrawn} withdrawn."]
    if report.unmade:
        lines.append(f"No visit could be made of {report.unmade}. See: kiosk visits")
    if report.error is not None:
        lines += [line for line in (str(report.error), report.error.advice) if line]
    elif not report.whole:
        lines.append("There are more than are taken at once; the others follow.")
    return lines


def _visit_document(visit: Visit, asked: tuple[Asked, ...]) -> dict[str, Any]:
    return {
        "code": visit.code,
        "forms": list(visit.packet),
        "state": visit.state,
        "expires": visit.expires.isoformat(timespec="seconds"),
        "task": visit.task_id,
        "note": _note(visit, asked) or None,
    }


def _lines(found: tuple[Visit, ...], asked: tuple[Asked, ...]) -> list[str]:
    lines = [_line(visit, asked) for visit in found] or ["No visit is expected."]
    return lines + [
        f"No visit could be made of Task {one.id}: {one.reason}"
        for one in asked
        if one.state == tasks.NOT_MADE
    ]


def _line(visit: Visit, asked: tuple[Asked, ...]) -> str:
    until = visit.expires.astimezone().strftime("%Y-%m-%d %H:%M")
    source = ", asked for by the centre" if visit.made_by == BY else ""
    line = f"{grouped(visit.code)}  {visit.state}  until {until}  {', '.join(visit.packet)}{source}"
    note = _note(visit, asked)
    return f"{line}. {note}" if note else line


def _note(visit: Visit, asked: tuple[Asked, ...]) -> str:
    return next((one.reason for one in asked if one.id == visit.task_id), "")
