"""The count itself: a loss is seen as a loss, and what is there twice as that."""

import pytest

from tests.faults.tally import (
    Answer,
    Arrival,
    Finished,
    Kept,
    Response,
    Tally,
    at_service,
    from_line,
    in_store,
    saw,
    tally_from_line,
    tally_to_line,
    to_line,
)

ANSWER = Answer("draft-1", "pain", "d1")
RESPONSE = Response("response-1", "draft-1", "d2")
FINISHED = Finished("draft-1", payload="d2", content="d3", rows={"pain": "d1"})


def figures(tally: Tally) -> tuple[int, int, int, int]:
    return tally.tries, tally.acknowledged, tally.lost, tally.duplicated


@pytest.mark.parametrize(
    "kept",
    [Kept({"draft-1": {"pain": "d1"}}), Kept({}, {"response-1": FINISHED})],
    ids=["in its draft", "in the response of its draft"],
)
def test_an_answer_is_kept_in_its_draft_or_in_the_response_made_of_it(kept: Kept) -> None:
    assert figures(in_store([ANSWER], kept)) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    "kept",
    [
        Kept(),
        Kept({"draft-1": {"pain": "another"}}),
        Kept({"draft-2": {"pain": "d1"}}),
        Kept({"draft-1": {"mood": "d1"}}),
    ],
)
def test_an_answer_with_another_content_or_in_another_place_is_lost(kept: Kept) -> None:
    assert figures(in_store([ANSWER], kept)) == (1, 1, 1, 0)


def test_a_response_is_kept_byte_for_byte_or_lost() -> None:
    other = Finished("draft-1", payload="other bytes", content="d3", rows={})

    assert in_store([RESPONSE], Kept({}, {"response-1": FINISHED})).lost == 0
    assert in_store([RESPONSE], Kept({}, {"response-1": other})).lost == 1
    assert in_store([RESPONSE], Kept({}, {"response-2": FINISHED})).lost == 1


def test_a_form_that_is_finished_twice_or_still_open_is_there_twice() -> None:
    twice = Kept({}, {"response-1": FINISHED, "response-2": FINISHED})
    still_open = Kept({"draft-1": {}}, {"response-1": FINISHED})

    assert in_store([], twice).duplicated == 1
    assert in_store([], still_open).duplicated == 1


def test_what_did_not_arrive_or_not_whole_is_lost() -> None:
    kept = Kept({}, {"response-1": FINISHED})
    whole = Arrival("response-1", "draft-1", "d3", 1)
    cut = Arrival("response-1", "draft-1", "d", 1)

    assert at_service(kept, [whole]) == Tally()
    assert at_service(kept, [cut]).lost == 1
    assert at_service(kept, []).lost == 1


def test_two_versions_and_two_resources_of_one_form_are_duplicates() -> None:
    kept = Kept({}, {"response-1": FINISHED})
    again = Arrival("response-1", "draft-1", "d3", 3)
    twin = Arrival("response-2", "draft-1", "d3", 1)

    assert at_service(kept, [again]).duplicated == 2
    assert at_service(kept, [again, twin]).duplicated == 3


def test_words_and_tallies_go_through_a_pipe_unchanged() -> None:
    tally = in_store([ANSWER, RESPONSE], Kept()) + saw("it rained")

    assert [from_line(to_line(word)) for word in (ANSWER, RESPONSE)] == [ANSWER, RESPONSE]
    assert tally_from_line(tally_to_line(tally)) == tally
