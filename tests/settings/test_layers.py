"""Policy, environment, file and default: each value is read alike, and what counts most wins."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from kiosk.errors import SettingsInvalid
from kiosk.settings import Settings, parse_settings
from kiosk.settings.around import layers_around
from kiosk.settings.environment import environment_layer, variable
from kiosk.settings.layer import file_layer, read_file_layer
from kiosk.settings.layered import Layered, is_set, layered
from kiosk.settings.policy import RegistryValue, registry_layer, registry_value
from kiosk.settings.published.json_schema import json_schema
from kiosk.settings.schema import tables
from kiosk.settings.written import written_toml, written_value
from tests.settings.registry import HeldRegistry
from tests.settings.valid import any_tables

FILE = b'[clinic]\nname = "File"\nkiosk = "Left"\n[central]\nevery_s = 30\nalarm_hours = 5\n'
KEYS = {key.path: key for table in tables() for key in table.keys}


@given(any_tables())
def test_any_settings_are_the_same_after_a_way_through_the_file(values: dict[str, Any]) -> None:
    text = written_toml(values).encode()

    assert parse_settings(text, source="x") == msgspec.convert(values, Settings)


@given(any_tables())
def test_any_settings_are_the_same_after_a_way_through_the_registry(values: dict[str, Any]) -> None:
    registry = HeldRegistry(
        {
            table.upper(): [
                registry_value(name, value, KEYS[f"{table}.{name}"].annotation)
                for name, value in keys.items()
            ]
            for table, keys in values.items()
        }
    )

    assert layered([registry_layer(registry)]).settings == msgspec.convert(values, Settings)


@given(any_tables())
def test_any_settings_are_the_same_after_a_way_through_the_environment(
    values: dict[str, Any],
) -> None:
    environ = {
        variable(KEYS[f"{table}.{name}"]): value if isinstance(value, str) else written_value(value)
        for table, keys in values.items()
        for name, value in keys.items()
    }

    assert layered([environment_layer(environ)]).settings == msgspec.convert(values, Settings)


@given(any_tables())
def test_any_settings_are_right_by_the_json_schema(values: dict[str, Any]) -> None:
    schema = json.loads(json_schema(Settings))

    Draft202012Validator.check_schema(schema)
    assert not list(Draft202012Validator(schema).iter_errors(values))


def test_what_counts_most_wins_key_by_key(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[clinic]\nname = "Policy"\n')
    environ = {"CLINIC_KIOSK_CLINIC__NAME": "Environment", "CLINIC_KIOSK_CENTRAL__EVERY_S": "20"}
    around = layers_around(environ, registry=None, policy=policy)

    found = layered((*around, file_layer(FILE, "kiosk.toml")))

    assert found.settings.clinic.name == "Policy"
    assert found.settings.central.every_s == 20
    assert found.settings.central.alarm_hours == 5
    assert found.settings.clinic.kiosk == "Left"
    assert found.settings.clinic.logo == ""
    keys = ("clinic.name", "central.every_s", "central.alarm_hours", "clinic.logo")
    assert _origins(found, *keys) == [
        f"policy {policy}, line 2",
        "environment CLINIC_KIOSK_CENTRAL__EVERY_S",
        "file kiosk.toml, line 6",
        "default",
    ]  # fmt: skip


def _origins(found: Layered, *keys: str) -> list[str]:
    told = [found.origin(*key.split(".")) for key in keys]
    return [f"{one.source} {one.place}" if one else "default" for one in told]


def test_the_registry_counts_above_the_file_whatever_the_case_of_its_names() -> None:
    values = [
        RegistryValue("Alarm_Hours", "REG_DWORD", 9),
        RegistryValue("TIMEOUT_S", "REG_DWORD", 30),
        RegistryValue("URL", "REG_SZ", ""),
        RegistryValue("", "REG_SZ", ""),
    ]
    around = layers_around({}, registry=HeldRegistry({"Central": values}), policy=None)

    found = layered((*around, file_layer(FILE, "kiosk.toml")))

    assert found.settings.central.alarm_hours == 9
    assert found.settings.central.timeout_s == 30
    assert found.settings.central.url is None
    place = r"HKLM\SOFTWARE\Policies\ClinicKiosk\central\alarm_hours"
    assert _origins(found, "central.alarm_hours") == [f"policy {place}"]


@pytest.mark.parametrize(
    ("table", "value", "said"),
    [
        ("central", ("alarm_hours", "REG_SZ", "9"), r"\central\alarm_hours: central.alarm_hours: "),
        ("central", ("alarm_hours", "REG_SZ", "9"), "REG_DWORD with a whole number, 1 to 720; "),
        ("central", ("alarm_hours", "REG_DWORD", 900), "a whole number, 1 to 720; found 900"),
        ("central", ("timeout_s", "REG_SZ", "2,5"), "REG_SZ or REG_DWORD with a number, more "),
        ("central", ("timout_s", "REG_SZ", "2.5"), r"ClinicKiosk\central\timout_s"),
        ("centrall", ("timeout_s", "REG_SZ", "2.5"), "no table [centrall]"),
        ("patient", ("walk_ups", "REG_DWORD", 2), "1 for true or 0 for false; found 2"),
        ("patient", ("walk_ups", "REG_SZ", "true"), "REG_DWORD"),
        ("patient", ("languages", "REG_SZ", "en"), "REG_MULTI_SZ"),
        ("patient", ("identity", "REG_SZ", "cod"), "found “cod”"),
        ("reception", ("responders", "REG_SZ", "Duty nurse"), "no JSON"),
        ("reception", ("responders", "REG_SZ", '[{"name": "x"}]'), "how"),
        ("", ("timeout_s", "REG_SZ", "3"), r"ClinicKiosk\timeout_s"),
    ],
)  # fmt: skip
def test_a_wrong_policy_is_named_by_its_place_in_the_registry(
    table: str, value: tuple[str, str, Any], said: str
) -> None:
    registry = HeldRegistry({table: [RegistryValue(*value)]})

    with pytest.raises(SettingsInvalid) as told:
        layered([registry_layer(registry)])

    assert str(told.value).startswith(r"HKLM\SOFTWARE\Policies\ClinicKiosk")
    assert said in str(told.value)


def test_a_policy_alone_is_enough_and_no_policy_is_nothing() -> None:
    held = HeldRegistry({"clinic": [RegistryValue("name", "REG_SZ", "North")]})

    assert is_set(layers_around({}, registry=held, policy=None))
    assert not is_set(layers_around({"PATH": "/bin"}, registry=HeldRegistry({}), policy=None))


def test_a_wrong_variable_is_named_with_the_nearest_right_one() -> None:
    environ = {
        "CLINIC_KIOSK_CENTRAL__EVRY_S": "3",
        "CLINIC_KIOSK_PATIENT__WALK_UPS": "yes",
        "CLINIC_KIOSK_HOME": "/not/a/setting",
    }

    told = environment_layer(environ).problems()

    assert [one.place.source for one in told] == [
        "CLINIC_KIOSK_PATIENT__WALK_UPS",
        "CLINIC_KIOSK_CENTRAL__EVRY_S",
    ]
    assert told[0].expected == "true or false"
    assert told[1].nearest == "every_s"


def test_problems_of_all_layers_are_told_at_once(tmp_path: Path) -> None:
    policy, file = tmp_path / "policy.toml", tmp_path / "kiosk.toml"
    policy.write_text("[clinic]\nname = 1\n")
    file.write_text("[clinic]\nname = 2\n")

    with pytest.raises(SettingsInvalid) as told:
        layered([read_file_layer(policy, "policy"), read_file_layer(file)])

    assert f"{policy}, line 2: clinic.name" in str(told.value)
    assert f"{file}, line 2: clinic.name" in str(told.value)
