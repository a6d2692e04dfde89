"""The clock of the story never stands still, and knows when the clinic is closed."""

from kiosk.demo.improving.clock import BEGIN, StoryClock


def test_it_never_says_the_same_twice() -> None:
    clock = StoryClock()

    assert clock() < clock()


def test_the_morning_after_friday_is_monday() -> None:
    clock = StoryClock()
    for _ in range(4):
        clock.next_morning()
    friday, week = clock.day, clock.week
    clock.later(hours=8)
    clock.next_morning()

    assert (friday - BEGIN.date()).days == 4
    assert (clock.day - friday).days == 3
    assert clock.week == week + 1
