"""Policy templates of Windows: ADMX, and ADML with their texts in English.

A table is a category, a key a policy that writes one value of the registry (`kiosk.settings.policy`
reads it). Elements, attributes and their order are those of Microsoft's schema
(PolicyDefinitionFiles.xsd with multiText, schemaVersion 1.0). ADMX knows no fractions: such a
number is a text, whose range stands in its explanation; it is checked where the policy is read.
"""

from typing import Any, Final
from xml.etree import ElementTree as ET

import msgspec

from kiosk.settings.kinds import bounds, choices, example, expected, shape
from kiosk.settings.policy import POLICY_KEY, registry_place, registry_type, registry_value
from kiosk.settings.schema import Key, Table, tables

NAMESPACE: Final = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
_ROOT: Final = "ClinicKiosk"
_SUPPORTED: Final = "SUPPORTED_ClinicKiosk"
_DWORD_MAX: Final = 4_294_967_295
_TEXT_MAX: Final = 65_535
_TITLE_MAX: Final = 90
_FILE: Final = {"revision": "1.0", "schemaVersion": "1.0", "xmlns": NAMESPACE}


def admx(of: type[msgspec.Struct]) -> str:
    """The template: which policies there are, and what each writes.

    Args:
        of: the class of the settings.
    """
    root = ET.Element("policyDefinitions", _FILE)
    namespaces = _sub(root, "policyNamespaces")
    _sub(namespaces, "target", prefix="clinickiosk", namespace="ClinicKiosk.Policies")
    _sub(root, "resources", minRequiredRevision="1.0")
    definitions = _sub(_sub(root, "supportedOn"), "definitions")
    _sub(definitions, "definition", name=_SUPPORTED, displayName=f"$(string.{_SUPPORTED})")
    categories, policies = _sub(root, "categories"), _sub(root, "policies")
    _sub(categories, "category", name=_ROOT, displayName=f"$(string.{_ROOT})")
    for table in tables(of):
        category = _sub(
            categories, "category", name=table.name, displayName=f"$(string.{table.name})",
            explainText=f"$(string.{table.name}_Explain)",
        )  # fmt: skip
        _sub(category, "parentCategory", ref=_ROOT)
        for key in table.keys:
            _policy(policies, key)
    return _text(root)


def _id(key: Key) -> str:
    return f"{key.table}__{key.name}"


def _policy(policies: ET.Element, key: Key) -> None:
    name = _id(key)
    what = {
        "name": name,
        "class": "Machine",
        "displayName": f"$(string.{name})",
        "explainText": f"$(string.{name}_Explain)",
        "key": rf"{POLICY_KEY}\{key.table}",
    }
    if shape(key.annotation) == "truth":
        what["valueName"] = key.name
    else:
        what["presentation"] = f"$(presentation.{name})"
    policy = _sub(policies, "policy", **what)
    _sub(policy, "parentCategory", ref=key.table)
    _sub(policy, "supportedOn", ref=_SUPPORTED)
    if shape(key.annotation) == "truth":
        for state, value in (("enabledValue", "1"), ("disabledValue", "0")):
            _sub(_sub(policy, state), "decimal", value=value)
    else:
        _element(_sub(policy, "elements"), key)


def _element(elements: ET.Element, key: Key) -> None:
    low, high = bounds(key.annotation)
    what = {"id": key.name, "valueName": key.name, "required": "true"}
    match shape(key.annotation):
        case "whole":
            what["minValue"] = str(int(low or 0))
            what["maxValue"] = str(int(_DWORD_MAX if high is None else high))
            _sub(elements, "decimal", **what)
        case "choice":
            enum = _sub(elements, "enum", **what)
            for number, word in enumerate(choices(key.annotation)):
                item = _sub(enum, "item", displayName=f"$(string.{_id(key)}_{number})")
                _sub(_sub(item, "value"), "string").text = word
        case "texts":
            if not low:
                what["required"] = "false"
            most = str(int(high)) if high else "0"
            _sub(elements, "multiText", **what, maxLength=str(_TEXT_MAX), maxStrings=most)
        case _:
            if shape(key.annotation) == "text" and not low:
                what["required"] = "false"
            longest = high if shape(key.annotation) == "text" and high else _TEXT_MAX
            _sub(elements, "text", **what, maxLength=str(int(longest)))


def adml(of: type[msgspec.Struct]) -> str:
    """The texts of the template, and what stands beside the fields to fill in."""
    root = ET.Element("policyDefinitionResources", _FILE)
    _sub(root, "displayName").text = "Clinic kiosk"
    _sub(root, "description").text = "The settings of the clinic kiosk"
    resources = _sub(root, "resources")
    strings, presentations = _sub(resources, "stringTable"), _sub(resources, "presentationTable")
    _string(strings, _ROOT, "Clinic kiosk")
    _string(strings, _SUPPORTED, "Any Windows that the clinic kiosk is installed on")
    for table in tables(of):
        _string(strings, table.name, table.name)
        _string(strings, f"{table.name}_Explain", _plain(table.about))
        for key in table.keys:
            _string(strings, _id(key), _title(key))
            _string(strings, f"{_id(key)}_Explain", _explanation(table, key))
            for number, word in enumerate(choices(key.annotation)):
                _string(strings, f"{_id(key)}_{number}", word)
            if shape(key.annotation) != "truth":
                _presentation(presentations, key)
    return _text(root)


def _title(key: Key) -> str:
    first = _plain(key.about).split("; ")[0].split(". ")[0].rstrip(".")
    if len(first) > _TITLE_MAX:
        first = first[:_TITLE_MAX].rsplit(" ", 1)[0].rstrip(",:") + " …"
    return f"{key.name}: {first}"


def _explanation(table: Table, key: Key) -> str:
    default = "not set" if key.default is None else _entry(key, key.default)
    shown = example(key.annotation)
    kind = shape(key.annotation)
    lines = [_plain(key.about), ""]
    lines.append(f"Expected: {_plain(expected(key.annotation))}.")
    if kind == "truth":
        lines.append("Enabled is true, Disabled is false.")
    if kind == "texts":
        lines.append("One in each line.")
    if kind == "structured":
        lines.append("Write it as JSON, in one line.")
    if kind == "decimal":
        lines.append("A fraction is written with a full stop.")
    lines.append("Where it is not configured, the settings file counts, else the default.")
    lines.append(f"Default: {default}")
    if shown is not None:
        lines.append(f"For example: {_entry(key, shown)}")
    place = registry_place(table.name, key.name)
    return "\n".join([*lines, "", f"Registry: {place} ({registry_type(key.annotation)})"])


def _entry(key: Key, value: Any) -> str:
    """A value as it is typed into the policy."""
    value = msgspec.to_builtins(value)
    if shape(key.annotation) == "truth":
        return "true" if value else "false"
    data = registry_value(key.name, value, key.annotation).data
    return (", ".join(data) if isinstance(data, list) else str(data)) or "empty"


def _presentation(presentations: ET.Element, key: Key) -> None:
    shown = _sub(presentations, "presentation", id=_id(key))
    label, default = f"{key.name}:", msgspec.to_builtins(key.default)
    match shape(key.annotation):
        case "whole":
            box = _sub(shown, "decimalTextBox", refId=key.name, defaultValue=str(default or 0))
            box.text = label
        case "choice":
            at = choices(key.annotation).index(default) if default is not None else 0
            box = _sub(shown, "dropdownList", refId=key.name, noSort="true", defaultItem=str(at))
            box.text = label
        case "texts":
            _sub(shown, "multiTextBox", refId=key.name).text = label
        case _:
            box = _sub(shown, "textBox", refId=key.name)
            _sub(box, "label").text = label
            if default is not None and not key.secret:
                written = registry_value(key.name, default, key.annotation).data
                _sub(box, "defaultValue").text = str(written)


def _sub(parent: ET.Element, tag: str, **what: str) -> ET.Element:
    return ET.SubElement(parent, tag, what)


def _string(strings: ET.Element, name: str, text: str) -> None:
    _sub(strings, "string", id=name).text = text


def _plain(text: str) -> str:
    return text.replace("`", "")


def _text(root: ET.Element) -> str:
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
