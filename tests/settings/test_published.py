"""What tells people what can be set says what the classes of the settings say."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from kiosk.arguments.config import FORMATS as TYPED
from kiosk.resources import resource
from kiosk.settings import Settings
from kiosk.settings.kinds import choices, range_words, shape
from kiosk.settings.policy import POLICY_KEY
from kiosk.settings.published import FORMATS
from kiosk.settings.published.templates import NAMESPACE
from kiosk.settings.schema import Key, tables

ROOT = Path(__file__).parents[2]
KEYS = [key for table in tables() for key in table.keys]
MADE = {
    "admx": "packaging/windows/policy/ClinicKiosk.admx",
    "adml": "packaging/windows/policy/en-US/ClinicKiosk.adml",
    "markdown": "resources/guides/settings.md",
}


@pytest.mark.parametrize("form", MADE)
def test_a_file_made_from_the_schema_is_up_to_date(form: str) -> None:
    file = MADE[form]
    again = f"make it again, in the root: kiosk config schema --format {form} --out {file}"

    assert (ROOT / file).read_text("utf-8") == FORMATS[form](Settings), again


def test_the_command_offers_every_form() -> None:
    assert set(TYPED) == {*FORMATS, "toml"}


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.path)
def test_every_key_says_what_it_means(key: Key) -> None:
    assert key.about, f"{key.path} is not under “Attributes:” in the docstring of its class"


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.path)
def test_the_sample_names_every_key_with_its_range_and_its_words(key: Key) -> None:
    sample = resource("kiosk.toml").read_text("utf-8")
    _, _, rest = sample.partition(f"\n[{key.table}]")
    section = rest.partition("\n[")[0]
    line = next(
        (
            line
            for line in section.splitlines()
            if re.match(rf"(# )?{key.name} = ", line)
        ),
        "",
    )  # fmt: skip

    assert line, f"resources/kiosk.toml lacks a line of [{key.table}] {key.name}"
    assert range_words(key.annotation) in line
    for word in choices(key.annotation):
        assert word in line


class TestTemplates:
    @pytest.fixture
    def admx(self) -> ET.Element:
        return ET.fromstring(FORMATS["admx"](Settings))  # noqa: S314 - our own

    @pytest.fixture
    def adml(self) -> ET.Element:
        return ET.fromstring(FORMATS["adml"](Settings))  # noqa: S314 - our own

    def test_each_key_is_a_policy_that_writes_its_value(self, admx: ET.Element) -> None:
        written = set()
        for policy in found(admx, "policy"):
            values = (
                [policy, *found(policy, "elements")[0]] if found(policy, "elements") else [policy]
            )
            names = [one.get("valueName") for one in values if one.get("valueName")]
            written |= {(policy.get("key"), name) for name in names}
            assert len(names) == 1

        assert written == {(rf"{POLICY_KEY}\{key.table}", key.name) for key in KEYS}

    def test_every_text_and_presentation_that_is_named_is_there_once(
        self, adml: ET.Element
    ) -> None:
        named = set(re.findall(r"\$\((string|presentation)\.(\w+)\)", FORMATS["admx"](Settings)))
        there = [("string", one.get("id")) for one in found(adml, "string")]
        there += [("presentation", one.get("id")) for one in found(adml, "presentation")]

        assert sorted(there) == sorted(named)
        assert all(one.text for one in found(adml, "string"))

    def test_every_field_shows_an_element_of_its_policy_and_of_its_kind(
        self, admx: ET.Element, adml: ET.Element
    ) -> None:
        boxes = {
            "text": "textBox", "decimal": "decimalTextBox", "enum": "dropdownList",
            "multiText": "multiTextBox",
        }  # fmt: skip
        shown = {one.get("id"): [*one] for one in found(adml, "presentation")}
        for policy in found(admx, "policy"):
            if (elements := found(policy, "elements")) and (name := policy.get("presentation")):
                (element,), (box,) = elements[0], shown[name[len("$(presentation.") : -1]]
                assert box.get("refId") == element.get("id")
                assert tag(box) == boxes[tag(element)]

    def test_a_number_has_its_bounds_and_a_choice_its_words(self, admx: ET.Element) -> None:
        whole = next(one for one in found(admx, "decimal") if one.get("id") == "alarm_hours")
        assert (whole.get("minValue"), whole.get("maxValue")) == ("1", "720")

        for key in KEYS:
            if shape(key.annotation) == "choice":
                name = f"{key.table}__{key.name}"
                policy = next(one for one in found(admx, "policy") if one.get("name") == name)
                words = [one.text for one in found(policy, "string")]
                assert words == [*choices(key.annotation)]

    def test_names_have_only_the_signs_that_the_schema_of_microsoft_allows(
        self, admx: ET.Element
    ) -> None:
        for element in [*found(admx, "policy"), *found(admx, "category")]:
            assert re.fullmatch(r"\w+", element.get("name", ""), re.ASCII)


def found(element: ET.Element, name: str) -> list[ET.Element]:
    return list(_found(element, name))


def _found(element: ET.Element, name: str) -> Iterator[ET.Element]:
    yield from element.iter(f"{{{NAMESPACE}}}{name}")


def tag(element: ET.Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")
