"""The format `bundle`: what another kiosk or a FHIR service takes in."""

from collections.abc import Iterator
from typing import Any

from kiosk.export.bundle import Form, Origin, pieces_of, sealed_of
from kiosk.export.files import Target
from kiosk.export.job import Job, Written
from kiosk.store import carried

NAME = "responses.bundle"
_MANY = 500
"""Entries of one Bundle that common services take."""


def write_bundle(job: Job, target: Target) -> Written:
    """Sealed, so that only its code opens it; in clear where `job.plain` says so.

    Raises:
        RefusedError: it is too much for one sealed file.
    """
    leaving, left = carried.departing(job.view, _submissions(job))
    ids = tuple(one.id for one in leaving)
    asked = carried.departing_alerts(job.view, ids)
    if job.plain:
        with target.file(NAME) as out:
            for piece in pieces_of(leaving, own_ids=job.own_ids, tasks=asked):
                out.write(piece)
        return Written(len(ids), _notes(len(ids), len(asked)), left=left, ids=ids)
    names = {one.questionnaire for one in leaving}
    forms = [Form(*form) for form in carried.kept_forms(job.view, names)]
    origin = Origin(job.about.clinic, job.about.kiosk, job.about.made)
    sealed, code = sealed_of(leaving, origin=origin, forms=forms, tasks=asked)
    with target.file(NAME) as out:
        out.write(sealed)
    return Written(len(ids), _notes(0, len(asked)), code=code, left=left, ids=ids)


def _submissions(job: Job) -> Iterator[Any]:
    """A bundle is made of what the store keeps, and of nothing else."""
    return iter(job.responses())


def _notes(count: int, alerts: int) -> tuple[str, ...]:
    parts = f"Many services take {_MANY} entries at once and no more: export in parts, by days."
    along = f"Alerts that go along, for nobody was told at the central service: {alerts}."
    return (*((parts,) if count > _MANY else ()), *((along,) if alerts else ()))
