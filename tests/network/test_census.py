"""The count itself: a loss is seen as a loss, and what is there twice as that."""

import pytest

from tests.network.census import Arrival, Told, arrival_of, digest, duplicates, take

MINE = Told("1", "words")
THERE = Arrival("urn:uuid:1", "words")


def test_what_is_there_as_it_was_told_is_neither_lost_nor_twice() -> None:
    found = take([MINE], [THERE], {"1": "sent"})

    assert (found.responses, found.lost, found.duplicated, found.stuck) == (1, 0, 0, 0)
    assert not found.notes


@pytest.mark.parametrize("states", [{"1": "sent"}, {}], ids=["held for sent", "not in the store"])
def test_what_is_nowhere_is_lost(states: dict[str, str]) -> None:
    found = take([MINE], [], states)

    assert found.lost == 1
    assert found.notes == {"told as sent, but not there": 1}


def test_what_arrived_with_other_words_is_lost() -> None:
    found = take([MINE], [Arrival("urn:uuid:1", "others")], {"1": "sent"})

    assert found.lost == 1
    assert found.notes["changed on the way"] == 1


@pytest.mark.parametrize("state", ["waiting", "refused"])
def test_what_can_be_seen_in_the_outbox_is_not_lost_but_stuck(state: str) -> None:
    found = take([MINE], [], {"1": state})

    assert (found.lost, found.stuck) == (0, 1)


def test_a_broken_one_that_is_refused_is_where_it_belongs() -> None:
    found = take([Told("1", "words", broken=True)], [], {"1": "refused"})

    assert (found.lost, found.stuck) == (0, 0)
    assert not found.notes


def test_a_broken_one_that_is_held_for_sent_is_lost() -> None:
    assert take([Told("1", "words", broken=True)], [], {"1": "sent"}).lost == 1


def test_a_broken_one_that_a_service_took_is_told() -> None:
    found = take([Told("1", "words", broken=True)], [THERE], {"1": "sent"})

    assert found.notes == {"broken, and taken all the same": 1}


@pytest.mark.parametrize(
    ("arrivals", "count"),
    [
        ([THERE], 0),
        ([THERE, THERE], 1),
        ([THERE, THERE, THERE], 2),
        ([THERE, Arrival("urn:uuid:1", "others")], 1),
        ([THERE, Arrival("urn:uuid:2", "words")], 1),
        ([THERE, Arrival("urn:uuid:2", "others")], 0),
    ],
)
def test_one_identifier_twice_and_the_same_words_twice_are_duplicates(
    arrivals: list[Arrival], count: int
) -> None:
    assert duplicates(arrivals) == count


def test_ids_and_versions_are_the_services_own_matter() -> None:
    identifier = {"identifier": {"value": "urn:uuid:1"}}
    sent = {"resourceType": "QuestionnaireResponse", "id": "1", "status": "completed"} | identifier
    there = sent | {"id": "77", "meta": {"versionId": "3"}}

    assert arrival_of(there) == Arrival("urn:uuid:1", digest(sent))
    assert digest(sent | {"status": "amended"}) != digest(sent)
