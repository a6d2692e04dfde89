"""A change that is asked for goes from page to page as one word."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.desk.improving.asking import ChangeRequest, change_request

requests = st.builds(ChangeRequest, st.text(), st.text(), st.lists(st.text()).map(tuple))


@given(requests)
def test_what_is_asked_for_comes_back(request: ChangeRequest) -> None:
    assert change_request(request.key) == request


@given(st.text())
def test_any_other_word_asks_for_nothing(key: str) -> None:
    assert change_request(key) is None or key.startswith("change ")
