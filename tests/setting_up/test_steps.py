"""What is still to be done follows from what is known of the kiosk."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.setting_up import steps
from kiosk.setting_up.steps import Known, first_open, is_open, missing, open_steps

KNOWN = st.builds(
    Known, done=st.frozensets(st.sampled_from(steps.STEPS)), has_store=st.booleans(),
    measured=st.booleans(), confirmed=st.booleans(),
)  # fmt: skip


def test_a_new_pc_begins_at_the_beginning() -> None:
    assert open_steps(Known()) == steps.STEPS
    assert first_open(Known()) == "languages"


def test_a_store_that_root_made_leaves_the_rest_open() -> None:
    known = Known(has_store=True)
    assert first_open(known) == "languages"
    assert missing(known) == ("measure", "recovery")


def test_a_screen_that_it_measured_in_the_settings_is_not_asked_again() -> None:
    assert not is_open("measure", Known(measured=True))


@given(KNOWN)
def test_it_goes_on_at_the_first_step_that_is_open(known: Known) -> None:
    first = first_open(known)
    before = steps.STEPS[: steps.STEPS.index(first)]
    assert not any(is_open(step, known) for step in before)
    assert is_open(first, known) or (first == "ready" and not open_steps(known))


@given(KNOWN)
def test_whatever_was_clicked_nobody_sits_down_without_what_is_needed(known: Known) -> None:
    assert bool(missing(known)) == (not (known.measured and known.has_store and known.confirmed))
    assert not set(missing(known)) & steps.MAY_SKIP
