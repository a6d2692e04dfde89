"""No list, page or message repeats a secret value; a table that is new is in all of them."""

from typing import Annotated

import msgspec
import pytest

from kiosk.settings.checking import problems_of
from kiosk.settings.group import Group, Secret
from kiosk.settings.policy import RegistryValue, read_value
from kiosk.settings.problems import Place, Problem
from kiosk.settings.published import FORMATS
from kiosk.settings.schema import MASK, shown_settings, tables

TOKEN = "s3cr3t-t0ken"


class Door(Group, frozen=True):
    """How this kiosk is let in.

    Attributes:
        token: opens the door once.
        tries: so many times it knocks.
        guests: who may come along; they
            bring nothing.
    """

    token: Annotated[Secret, msgspec.Meta(pattern="^[a-z]+$")] = ""
    tries: Annotated[int, msgspec.Meta(ge=1, le=9)] = 3
    guests: tuple[Secret, ...] = ()

    def __post_init__(self) -> None:
        if self.token == "sesame":
            raise ValueError(f"{self.token} opens nothing")


class House(Group, frozen=True):
    """All of it."""

    door: Door = Door()


def told(**values: object) -> list[Problem]:
    return list(problems_of({"door": values}, lambda _path: Place("kiosk.toml", 1), tables(House)))


def test_a_new_table_is_in_everything_that_is_published() -> None:
    for name, make in FORMATS.items():
        text = make(House)
        assert "tries" in text
        if name != "admx":  # the texts of it are in the adml
            assert "Who may come along; they bring nothing." in text
            assert "How this kiosk is let in." in text


@pytest.mark.parametrize("value", [TOKEN, 17, [TOKEN]])
def test_a_wrong_secret_is_told_without_what_it_is(value: object) -> None:
    (problem,) = told(token=value)

    assert problem.key == "door.token"
    assert "secret, so not shown" in str(problem)
    assert TOKEN not in str(problem.document())


def test_a_secret_in_a_list_and_in_a_reason_is_not_told_either() -> None:
    (problem,) = told(guests=[TOKEN, {"name": TOKEN}])
    assert TOKEN not in str(problem.document())

    (problem,) = told(token="sesame")
    assert str(problem).endswith("door.token: … opens nothing.")


def test_a_secret_of_the_wrong_type_in_the_registry_is_not_told() -> None:
    annotation = tables(House)[0].keys[0].annotation

    with pytest.raises(ValueError, match="found REG_BINARY"):
        read_value(RegistryValue("token", "REG_BINARY", TOKEN.encode()), annotation)


def test_settings_are_shown_and_kept_without_secrets() -> None:
    house = House(door=Door(token="abc", guests=("x",)))

    assert shown_settings(house)["door"] == {"token": MASK, "tries": 3, "guests": MASK}
    assert shown_settings(House())["door"] == {"token": "", "tries": 3, "guests": ()}
