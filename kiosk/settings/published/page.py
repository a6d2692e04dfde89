"""The page `kiosk guide settings`: all that can be set, as a table for each table."""

from typing import Final

import msgspec

from kiosk.settings.environment import variable
from kiosk.settings.kinds import example, expected, shape
from kiosk.settings.policy import registry_place, registry_type
from kiosk.settings.schema import Key, Table, tables
from kiosk.settings.written import written_value

_HEAD: Final = """# All settings

For IT. Made from the program by `kiosk config schema --format markdown`; do not edit it.

## Where settings come from

What stands higher in this list counts before what stands lower, key by key; a list counts as a
whole.

1. **The centre and the desk.** A few keys of `[clinic]`, `[hours]` and `[patient]` (those that
   `kiosk config explain KEY` says the centre may set) can come from the central service
   (`central.clinic_settings`) or from the desk's window (Clinic). They can make what guards
   patients stricter, never laxer.
2. **Policy.** On Windows the registry, `{place}`: a value for each key,
   by Group Policy with the templates `ClinicKiosk.admx` and `en-US\\ClinicKiosk.adml`, or by any
   tool that writes the registry. Elsewhere the file `/etc/clinic-kiosk/policy.toml`, written like
   the settings file. It counts above a file named by `--config`, too. A PC with a policy needs no
   settings file.
3. **The environment**, for tests and trials: `{variable}=20`. A text stands as it is,
   everything else as in the file.
4. **The settings file**, TOML: `%ProgramData%\\ClinicKiosk\\kiosk.toml` on Windows,
   `/etc/clinic-kiosk/kiosk.toml` or `~/.config/clinic-kiosk/kiosk.toml` on Linux; or the one that
   `--config` names.
5. **The default.**

On Windows copy `ClinicKiosk.admx` to `%SystemRoot%\\PolicyDefinitions`, or to the central store of
the domain, and `ClinicKiosk.adml` to `en-US` there: the settings are then under Computer
Configuration, Administrative Templates, Clinic kiosk. Where Enabled means true, Disabled means
false; any other policy that is disabled is as if it was not configured. The templates follow
Microsoft's schema; reading the registry is tested with a registry held in memory. **Neither was
tried on a real Windows yet.**

A key that nobody knows and a value that is wrong are errors, wherever they stand: the kiosk does
not start (exit code 3), and says place, line, key, what was expected and what is likely meant.

| To | Type |
|---|---|
| look through files before they go out | `kiosk config check FILE…` |
| look through what holds on this PC | `kiosk config check` |
| see each value and where it comes from | `kiosk config show` |
| know what a key means and where it can be set | `kiosk config explain KEY` |
| have an editor check the file as you write | `kiosk config schema --format json --out FILE` |

## In the registry

| In the file | In the registry |
|---|---|
| text, or one of some words | `REG_SZ` |
| `true` or `false` | `REG_DWORD`, 1 or 0 |
| a whole number | `REG_DWORD` |
| a number | `REG_SZ` with a full stop (`2.5`), or `REG_DWORD` |
| a list of texts | `REG_MULTI_SZ` |
| a list of tables | `REG_SZ` as JSON: `[{{"name": "Duty nurse", "how": "extension 21"}}]` |
"""


def page(of: type[msgspec.Struct]) -> str:
    """The page, in Markdown.

    Args:
        of: the class of the settings.
    """
    known = tables(of)
    shown = next(key for table in known for key in table.keys if shape(key.annotation) == "whole")
    head = _HEAD.format(place=registry_place("TABLE"), variable=variable(shown))
    return "\n".join([head, *map(_table, known)])


def _table(table: Table) -> str:
    lines = [f"## [{table.name}]", "", table.about, "", "| Key | Meaning | Value | Default |"]
    return "\n".join([*lines, "|---|---|---|---|", *map(_row, table.keys), ""])


def _row(key: Key) -> str:
    default = "not set" if key.default is None else _code(key.default)
    shown = example(key.annotation)
    more = f"; such as {_code(shown)}" if shown is not None else ""
    secret = " Secret: it is masked wherever it is shown." if key.secret else ""
    value = f"{expected(key.annotation)}{more} ({registry_type(key.annotation)})"
    cells = (f"`{key.name}`", _cell(key.about + secret), _cell(value), _cell(default))
    return f"| {' | '.join(cells)} |"


def _code(value: object) -> str:
    return f"`{written_value(msgspec.to_builtins(value))}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
