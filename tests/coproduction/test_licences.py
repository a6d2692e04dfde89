"""The ranges that licences let us say are those that the forms' own scores can reach."""

from datetime import timedelta

import pytest

from kiosk.coproduction.licences import read_licences, review_due
from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.offered import bundled_form, bundled_licences, bundled_locks, bundled_ranges
from kiosk.resources import resource


def test_every_range_is_what_the_weights_of_the_form_add_up_to() -> None:
    ranges = bundled_ranges()
    assert ranges
    for url, scores in ranges.items():
        form = bundled_form(url)
        assert form
        for link_id, (low, high) in scores.items():
            assert form.by_link_id[link_id].calculated_expression
            group = next(item for item in form.items if item.type == "group")
            weights = [
                [option.weight or 0 for option in item.answer_options] for item in group.items
            ]
            assert low == sum(map(min, weights))
            assert high == sum(map(max, weights))


def test_every_score_of_a_bundled_form_is_in_the_list() -> None:
    ranges = bundled_ranges()
    for file in resource("forms").glob("*.json"):
        form = read_questionnaire(file.read_bytes())
        for item in form.by_path.values():
            if item.calculated_expression:
                assert item.link_id in ranges[form.url]


@pytest.mark.parametrize("content", [b"[", b"a = 1", b'["x"]\nlicence = "y"', b"\xff"])
def test_a_broken_list_is_told(content: bytes) -> None:
    with pytest.raises(RefusedError, match="licences"):
        read_licences(content)


def test_every_locked_instrument_has_a_licence_that_somebody_looks_at_again() -> None:
    locked = {canonical.partition("|")[0] for canonical in bundled_locks()}
    licences = bundled_licences()
    assert set(licences) == locked
    for one in licences.values():
        assert one.checked_on < one.review_by
        assert one.checked_by


def test_an_overdue_review_is_told_from_the_day_after_on() -> None:
    licences = bundled_licences()
    last = max(one.review_by for one in licences.values())
    assert review_due(licences, last) == ()
    assert set(review_due(licences, last + timedelta(days=1))) == set(licences)
