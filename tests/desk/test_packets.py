"""Packets: as the clinic named them, or each form by itself."""

from collections.abc import Sequence

import pytest

from kiosk.desk.packets import desk_packets
from kiosk.errors import SettingsInvalid
from kiosk.forms.questionnaire import Questionnaire
from kiosk.offered import read_forms
from kiosk.settings import Packet, parse_settings


@pytest.fixture(scope="module")
def forms() -> Sequence[Questionnaire]:
    return read_forms(("what-matters", "pain-today", "gad-7"))


def test_without_packets_each_form_has_a_key(forms: Sequence[Questionnaire]) -> None:
    found = desk_packets((), forms)

    assert [one.key for one in found] == ["1", "2", "3"]
    assert [one.forms for one in found] == [(form.canonical,) for form in forms]


def test_a_packet_names_forms_as_the_settings_do(forms: Sequence[Questionnaire]) -> None:
    names = ("gad-7", forms[0].url, "PainToday", forms[1].canonical)
    found = desk_packets((Packet(name="First", forms=names, key="f"),), forms)

    assert found[0].key == "F"
    assert found[0].forms == tuple(forms[at].canonical for at in (2, 0, 1))
    assert found[0].missing == ()


def test_a_form_that_is_not_here_is_told(forms: Sequence[Questionnaire]) -> None:
    found = desk_packets((Packet(name="All", forms=("phq-9", "gad-7"), key="1"),), forms)

    assert (found[0].forms, found[0].missing) == ((forms[2].canonical,), ("phq-9",))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('packets = [{name = "A", forms = ["gad-7"], key = "0"}]', "key"),
        ('packets = [{name = "A", forms = ["gad-7"], key = "12"}]', "key"),
        ('packets = [{name = "A", forms = [], key = "1"}]', "forms"),
        ('packets = [{name = "", forms = ["gad-7"], key = "1"}]', "name"),
        (
            'packets = [{name="A", forms=["x"], key="a"}, {name="B", forms=["x"], key="A"}]',
            "two packets have the key a",
        ),
        ('slip_keys = ["short"]', "slip_keys"),
        ('local_system = "no uri"', "local_system"),
        ('show = "name"', "show"),
    ],
)
def test_a_wrong_setting_is_told_by_its_name(wrong: str, said: str) -> None:
    with pytest.raises(SettingsInvalid, match=said):
        parse_settings(f"[reception]\n{wrong}".encode(), source="kiosk.toml")
