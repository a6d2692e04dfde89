"""What a kiosk counted of a form's questions, as MeasureReports (R4): sums that can be added up.

One report says what happened in whole weeks together with at least 10 finished sittings, and never
changes: what comes later is another report. Each question is a group; how the screen was used is a
stratifier, and a stratum of fewer than 5 sittings is masked. Reports of several kiosks are added,
each once, in any order. Source:
http://hl7.org/fhir/R4/measurereport.html
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from kiosk.coproduction.evidence import COUNTED, DWELL_BINS, ItemCounts
from kiosk.coproduction.suppression import LEAST_GROUP
from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.response import UUID_SYSTEM

MEASURE: Final = "http://clinic-kiosk.example/fhir/Measure/form-questions|1.0.0"
FORM: Final = "http://clinic-kiosk.example/fhir/StructureDefinition/counted-questionnaire"
COUNTERS: Final = "http://clinic-kiosk.example/fhir/CodeSystem/question-counter"
MODES: Final = "http://clinic-kiosk.example/fhir/CodeSystem/access-mode"
KINDS: Final = "http://clinic-kiosk.example/fhir/CodeSystem/report-kind"
KIND: Final = "question-counts"
"""The tag by which such reports are found at any service (R4, search, _tag)."""
ITEMS: Final = "http://clinic-kiosk.example/fhir/CodeSystem/question"

_MASKED: Final = {"_count": {"extension": [{"url": ext.DATA_ABSENT_REASON, "valueCode": "masked"}]}}
_DWELL: Final = tuple(f"dwell-{place}" for place in range(len(DWELL_BINS) + 1))


@dataclass(frozen=True)
class Measured:
    """What one kiosk counted of one form in some whole weeks.

    Attributes:
        kiosk_id: UUID.
        questionnaire: canonical `url|version`.
        since, until: the first day, and the day after the last.
        items: linkId → all sittings.
        by_mode: linkId → access mode → its sittings; None where they are masked.
    """

    kiosk_id: str
    questionnaire: str
    since: date
    until: date
    items: Mapping[str, ItemCounts]
    by_mode: Mapping[str, Mapping[str, ItemCounts | None]]

    @property
    def id(self) -> str:
        """The id (UUID) of its report, the same whenever it is made."""
        name = f"{self.kiosk_id} {self.questionnaire} {self.since.isoformat()}"
        return str(uuid5(NAMESPACE_URL, f"counted/{name}"))


def to_fhir(measured: Measured) -> dict[str, Any]:
    """The MeasureReport; strata of fewer than 5 sittings are masked."""
    own = measured.id
    device = {"system": UUID_SYSTEM, "value": f"urn:uuid:{measured.kiosk_id}"}
    last = measured.until - timedelta(days=1)
    return {
        "resourceType": "MeasureReport",
        "id": own,
        "meta": {"tag": [{"system": KINDS, "code": KIND}]},
        "extension": [{"url": FORM, "valueCanonical": measured.questionnaire}],
        "identifier": [{"system": UUID_SYSTEM, "value": f"urn:uuid:{own}"}],
        "status": "complete",
        "type": "summary",
        "measure": MEASURE,
        "date": last.isoformat(),
        "reporter": {"type": "Device", "identifier": device},
        "period": {"start": measured.since.isoformat(), "end": last.isoformat()},
        "group": [
            _group(link_id, counts, measured.by_mode.get(link_id, {}))
            for link_id, counts in measured.items.items()
        ],
    }


def from_fhir(report: Mapping[str, Any]) -> Measured:
    """What a MeasureReport of this kind says.

    Raises:
        RefusedError: it is none, or not as it should be.
    """
    try:
        if report["measure"] != MEASURE or report["status"] != "complete":
            raise RefusedError("A report counts something else.")
        kiosk = report["reporter"]["identifier"]["value"].removeprefix("urn:uuid:")
        form = ext.extension_value(report, FORM)
        groups = {_code(group["code"], ITEMS): group for group in report["group"]}
        period = report["period"]
        made = Measured(
            kiosk, str(form), date.fromisoformat(period["start"]),
            date.fromisoformat(period["end"]) + timedelta(days=1),
            {key: _counts(group["population"]) for key, group in groups.items()},
            {key: _strata(group) for key, group in groups.items()},
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as cause:
        raise RefusedError("A report of what was counted can't be read.") from cause
    if made.id != report.get("id") and made.id not in str(report.get("identifier")):
        raise RefusedError("A report of what was counted is not of the kiosk it names.")
    return made


def added(reports: Iterable[Measured]) -> dict[str, dict[str, ItemCounts]]:
    """By canonical and linkId, what all kiosks counted: each report once, in whatever order."""
    once = {one.id: one for one in reports}
    sums: dict[str, dict[str, ItemCounts]] = {}
    for report in once.values():
        items = sums.setdefault(report.questionnaire, {})
        for link_id, counts in report.items.items():
            items[link_id] = items.get(link_id, ItemCounts()) + counts
    return sums


def _group(
    link_id: str, counts: ItemCounts, by_mode: Mapping[str, ItemCounts | None]
) -> dict[str, Any]:
    group: dict[str, Any] = {"code": _coded(ITEMS, link_id), "population": _populations(counts)}
    if by_mode:
        strata = [_stratum(mode, found) for mode, found in sorted(by_mode.items())]
        group["stratifier"] = [{"code": [_coded(COUNTERS, "access-mode")], "stratum": strata}]
    return group


def _stratum(mode: str, counts: ItemCounts | None) -> dict[str, Any]:
    small = counts is None or counts.shown < LEAST_GROUP
    shown = {"code": _coded(COUNTERS, "shown"), **_MASKED}
    populations = [shown] if counts is None or small else _populations(counts)
    return {"value": _coded(MODES, mode or "unknown"), "population": populations}


def _populations(counts: ItemCounts) -> list[dict[str, Any]]:
    named = {name.replace("_", "-"): getattr(counts, name) for name in COUNTED}
    named |= dict(zip(_DWELL, counts.dwell, strict=True))
    return [{"code": _coded(COUNTERS, name), "count": count} for name, count in named.items()]


def _strata(group: Mapping[str, Any]) -> dict[str, ItemCounts | None]:
    found = (one for stratifier in group.get("stratifier", ()) for one in stratifier["stratum"])
    return {
        _code(one["value"], MODES): None
        if any("count" not in population for population in one["population"])
        else _counts(one["population"])
        for one in found
    }


def _counts(populations: Iterable[Mapping[str, Any]]) -> ItemCounts:
    found = {_code(one["code"], COUNTERS): one["count"] for one in populations}
    if not all(isinstance(count, int) for count in found.values()):
        raise TypeError("a count that is no number")
    counts = {name: found[name.replace("_", "-")] for name in COUNTED}
    return ItemCounts(**counts, dwell=tuple(found[name] for name in _DWELL))


def _coded(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def _code(concept: Mapping[str, Any], system: str) -> str:
    return next(
        str(one["code"]) for one in ext.mappings(concept, "coding") if one["system"] == system
    )
