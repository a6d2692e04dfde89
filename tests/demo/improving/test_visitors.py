"""The simulated patients stumble as often as is said of them, and in every way."""

from random import Random

import pytest

from kiosk.demo.improving.visitors import BAD_SHARE, BASE_SHARE, drawn

MANY = 4000
PATIENTS = [drawn(Random(seed)) for seed in range(MANY)]  # noqa: S311 - play, not secrets


def test_over_the_old_words_as_many_stumble_as_is_said_and_few_elsewhere() -> None:
    old, new = (sum(map(bool, deeds)) / MANY for deeds in zip(*shares(), strict=True))
    others = sum(len(one.others) for one in PATIENTS) / (4 * MANY)

    assert old == pytest.approx(BAD_SHARE, abs=0.02)
    assert new == pytest.approx(BASE_SHARE, abs=0.01)
    assert others == pytest.approx(BASE_SHARE, abs=0.01)


def shares() -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(one.old, one.new) for one in PATIENTS]


def test_every_way_to_use_the_screen_and_to_stumble_occurs() -> None:
    assert {deed for one in PATIENTS for deed in one.old} == {
        "help", "remark", "leave", "not-sure",
    }  # fmt: skip
    assert {one.language for one in PATIENTS} == {"en", "pl"}
    assert {one.text for one in PATIENTS} == {0, 1, 2}
    assert {one.keys for one in PATIENTS} == {True, False}
    assert any(one.theme != "light" for one in PATIENTS)


def test_nobody_is_not_sure_where_no_answer_says_so() -> None:
    assert not any("not-sure" in deeds for one in PATIENTS for deeds in one.others.values())
