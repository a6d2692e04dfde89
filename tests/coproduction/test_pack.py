from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.ballots import Choice
from kiosk.coproduction.events import KINDS, FormEvent, merged, standing
from kiosk.coproduction.merging import Counted, Share
from kiosk.coproduction.outcomes import Asked, Decision, Said
from kiosk.coproduction.pack import (
    Pack,
    PackedVersion,
    own_part,
    read_pack,
    without_names,
    write_pack,
)
from kiosk.errors import RefusedError
from kiosk.forms.fhir_json import decode_json, encode_json

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

moments = st.integers(0, 20).map(lambda minutes: NOW + timedelta(minutes=minutes))
happened = st.builds(
    FormEvent, at=moments, url=st.just("u"), kind=st.sampled_from(KINDS),
    canonical=st.sampled_from(["", "u|1.0.0", "u|1.1.0", "u|1.1.0-pilot.1"]),
    role=st.sampled_from(["lead", "kiosk"]), by=st.sampled_from(["Sam", ""]),
    text=st.text(max_size=5), detail=st.dictionaries(st.text(max_size=3), st.integers(0, 9)),
)  # fmt: skip
logs = st.lists(happened, max_size=12)


@given(logs, st.data())
def test_whatever_comes_when_and_however_often_a_form_stands_the_same(
    log: list[FormEvent], data: Any
) -> None:
    """Three kiosks, each with a part of what was done, exchange it in packs that come and go."""
    parts = [data.draw(st.lists(st.sampled_from(log), max_size=12)) if log else [] for _ in "abc"]
    whole = merged(*parts)
    order = data.draw(st.permutations([*parts, *parts, whole]))
    # Who did it is no part of what was done: of two that differ in that alone, either is kept.
    assert without_names(merged(*order)) == without_names(whole)
    assert standing(without_names(merged(*order))) == standing(without_names(whole))


@given(st.integers(1, 999), logs)
def test_a_pack_is_read_as_it_was_written_and_holds_no_name(
    number: int, log: list[FormEvent]
) -> None:
    version = PackedVersion({"resourceType": "Questionnaire"}, "u|1", "reworded", "editor", NOW)
    key = Counted("k", "u", date(2026, 3, 2))
    said = Said("r", Asked("u|1", "a", "upsetting"), True, date(2026, 3, 2))  # noqa: FBT003
    decided = Decision("g", "no", "It is needed.", date(2026, 3, 3), "lead", "law", None)
    share = own_part(Share((said,), (decided,), tuple(log), {key: 12}))
    chosen = {"b1": (Choice("", "new", "old", 12),)}
    pack = Pack(number, (version,), share, chosen)
    written = write_pack(pack)
    assert read_pack(written) == pack
    assert write_pack(read_pack(written)) == written
    assert b"Sam" not in written


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"{",
        lambda _: b"[]",
        lambda raw: encode_json(raw | {"pack": 2}),
        lambda raw: encode_json(raw | {"number": "1"}),
        lambda raw: encode_json(raw | {"events": [{}]}),
        lambda raw: encode_json(raw | {"events": [raw["events"][0] | {"at": "today"}]}),
        lambda raw: encode_json(raw | {"events": [raw["events"][0] | {"detail": []}]}),
        lambda raw: encode_json(raw | {"versions": [7]}),
        lambda raw: encode_json(raw | {"said": [[1, 2]]}),
        lambda raw: encode_json(raw | {"choices": {"b": [["", 1]]}}),
        lambda raw: encode_json(raw | {"decisions": [{"day": "soon"}]}),
        lambda raw: encode_json(raw | {"finished": [["k", "u", "2026-03-02", "many"]]}),
        lambda raw: encode_json(raw | {"versions": raw["versions"] * 500}),
    ],
)
def test_what_is_no_pack_is_refused(spoil: Any) -> None:
    version = PackedVersion({"resourceType": "Questionnaire"}, "", "", "file", NOW)
    share = Share(events=(FormEvent(NOW, "u", "retired"),))
    raw = decode_json(write_pack(Pack(1, (version,), share)))
    with pytest.raises(RefusedError, match="pack"):
        read_pack(spoil(raw))
