from datetime import date, timedelta
from typing import Any

import pytest
from fhir.resources.R4B.measurereport import MeasureReport
from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.evidence import COUNTED, DWELL_BINS, ItemCounts
from kiosk.errors import RefusedError
from kiosk.sync.improving.measures import Measured, added, from_fhir, to_fhir

MONDAY = date(2026, 3, 2)
numbers = st.integers(0, 60)
counted = st.builds(
    ItemCounts,
    **dict.fromkeys(COUNTED, numbers),
    dwell=st.tuples(*[numbers] * (len(DWELL_BINS) + 1)),
)
names = st.sampled_from(["pain", "where", "sleep"])
reports = st.builds(
    Measured,
    kiosk_id=st.sampled_from(["k1", "k2", "k3"]),
    questionnaire=st.sampled_from(["u|1.0.0", "u|1.1.0"]),
    since=st.integers(0, 3).map(lambda week: MONDAY + timedelta(weeks=week)),
    until=st.just(MONDAY + timedelta(weeks=9)),
    items=st.dictionaries(names, counted, min_size=1),
    by_mode=st.just({}),
)


@given(reports, st.dictionaries(st.sampled_from(["touch", "large"]), counted))
def test_a_report_is_read_as_it_was_written_and_small_strata_are_masked(
    measured: Measured, modes: dict[str, ItemCounts]
) -> None:
    by_mode = {link_id: modes for link_id in measured.items if modes}
    report = to_fhir(Measured(**{**measured.__dict__, "by_mode": by_mode}))
    MeasureReport.model_validate(report)
    read = from_fhir(report)
    assert read.items == measured.items
    for found in read.by_mode.values():
        for mode, counts in found.items():
            small = modes[mode].shown < 5
            assert counts is None if small else counts == modes[mode]


@given(st.lists(reports, max_size=8), st.data())
def test_kiosks_are_added_up_alike_whatever_came_when_and_how_often(
    found: list[Measured], data: Any
) -> None:
    """Three kiosks; a report is what it is by kiosk, form and first day, and never changes."""
    once = list({one.id: one for one in found}.values())
    replayed = data.draw(st.permutations([*once, *once]))
    half = len(once) // 2
    assert added(replayed) == added(once) == added([*once[half:], *once[:half]])


@pytest.mark.parametrize(
    "spoilt",
    [
        {"measure": "http://other"}, {"status": "pending"}, {"group": [{}]}, {"period": {}},
        {"reporter": None}, {"id": "other", "identifier": []},
    ],
)  # fmt: skip
def test_what_is_no_such_report_is_refused(spoilt: dict[str, Any]) -> None:
    measured = Measured("k", "u|1", MONDAY, MONDAY, {"a": ItemCounts(shown=3)}, {})
    assert from_fhir(to_fhir(measured)) == Measured(
        "k", "u|1", MONDAY, MONDAY, measured.items, {"a": {}}
    )
    with pytest.raises(RefusedError, match="report"):
        from_fhir(to_fhir(measured) | spoilt)
