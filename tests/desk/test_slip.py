"""Slips: what was signed is read back, and nothing else is."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.desk.slip import (
    BEHIND,
    CLOCK,
    EXPIRED,
    FOREIGN,
    FORGED,
    FORMS_MOST,
    UNREADABLE,
    SlipRefused,
    SlipText,
    form_mark,
    forms_of,
    is_slip,
    public_key,
    read_slip,
    sign_slip,
)
from kiosk.errors import RefusedError

NOW = datetime(2026, 3, 2, 9, 41, tzinfo=UTC)
KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (7, 8))
MINE = (public_key(KEY),)
FORMS = tuple(f"https://clinic.example/Questionnaire/{name}|1" for name in ("a", "b", "c"))
VISIT = "7f1c9c4e-2d41-4f6f-9d34-0d2f4a1f8c55"


def slip(count: int = 3, **changed: object) -> SlipText:
    marks = tuple(form_mark(f"https://clinic.example/{n}") for n in range(count))
    told = {"visit_id": VISIT, "made": NOW, "expires": NOW + timedelta(hours=8), "forms": marks}
    return SlipText(**(told | changed))  # type: ignore[arg-type]


SIGNED = sign_slip(slip(), KEY)


def why(read: str, keys: tuple[bytes, ...] = MINE, now: datetime = NOW) -> str:
    with pytest.raises(SlipRefused) as refused:
        read_slip(read, keys, now=now)
    return refused.value.why


@given(st.integers(1, FORMS_MOST), st.uuids(), st.integers(1, 45 * 24 * 60))
def test_what_was_signed_is_read_back(count: int, visit: object, minutes: int) -> None:
    made = slip(count, visit_id=str(visit), expires=NOW + timedelta(minutes=minutes))

    assert read_slip(sign_slip(made, KEY), MINE, now=NOW) == made


@given(st.integers(0, len(SIGNED) - 1), st.integers(1, 9))
def test_a_slip_with_one_other_digit_is_refused(place: int, by: int) -> None:
    other = str((int(SIGNED[place]) + by) % 10)

    assert why(SIGNED[:place] + other + SIGNED[place + 1 :]) in {FORGED, FOREIGN, UNREADABLE}


@given(st.one_of(st.text(max_size=400), st.text("0123456789", min_size=200, max_size=450)))
def test_whatever_a_scanner_reads_breaks_nothing(read: str) -> None:
    is_slip(read)
    assert why(read) in {FORGED, FOREIGN, UNREADABLE}


@given(st.integers(1, len(SIGNED) - 1))
def test_a_slip_that_was_read_in_part_is_refused(length: int) -> None:
    assert why(SIGNED[:length]) in {FORGED, FOREIGN, UNREADABLE}


def test_a_slip_of_another_clinic_is_told_from_a_forged_one() -> None:
    assert why(sign_slip(slip(), OTHER)) == FOREIGN
    body_of_mine = SIGNED[:-10] + "0123456789"
    assert why(body_of_mine) == FORGED


def test_it_is_good_until_its_end_and_not_before_it_was_made() -> None:
    ends = slip().expires
    assert read_slip(SIGNED, MINE, now=ends - timedelta(seconds=1)).visit_id == VISIT
    assert why(SIGNED, now=ends) == EXPIRED
    assert read_slip(SIGNED, MINE, now=NOW - BEHIND).visit_id == VISIT
    assert why(SIGNED, now=datetime(1970, 1, 1, tzinfo=UTC)) == CLOCK
    assert why(SIGNED, now=datetime(2099, 1, 1, tzinfo=UTC)) == EXPIRED


def test_no_slip_is_made_that_no_kiosk_would_take() -> None:
    for wrong in (slip(0), slip(FORMS_MOST + 1), slip(expires=NOW), slip(expires=NOW - BEHIND)):
        with pytest.raises(RefusedError):
            sign_slip(wrong, KEY)
    with pytest.raises(RefusedError):
        sign_slip(slip(expires=NOW + timedelta(days=46)), KEY)


def test_a_form_is_found_whatever_its_version_and_a_missing_one_left_out() -> None:
    made = slip(forms=tuple(form_mark(one) for one in (FORMS[2], FORMS[0])))

    newer = [one.replace("|1", "|2") for one in FORMS]
    assert forms_of(made, newer) == (newer[2], newer[0])
    assert forms_of(made, newer[:2]) == (newer[0],)


def test_a_scan_is_told_from_a_visit_code() -> None:
    assert is_slip(SIGNED)
    assert is_slip(f" {SIGNED} ")
    assert not any(is_slip(read) for read in ("K7T4MX", "567 892", "", "5" * 1000))


def test_a_packet_of_six_forms_is_a_qr_code_that_a_cheap_scanner_reads() -> None:
    digits = sign_slip(slip(6, visit_id=str(uuid4())), KEY)
    code = segno.make_qr(digits, error="m")

    assert code.mode == "numeric"
    assert len(digits) == 280
    assert code.version <= 8


def test_every_length_belongs_to_one_number_of_forms() -> None:
    lengths = [len(sign_slip(slip(count), KEY)) for count in range(1, FORMS_MOST + 1)]
    assert len(set(lengths)) == FORMS_MOST
    assert (min(lengths), max(lengths)) == (232, 415)
