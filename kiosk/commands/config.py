"""`config show | check | explain | schema`: the settings, where they come from, what they mean."""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kiosk.commands.config_checks import cross_problems
from kiosk.commands.outcome import Outcome
from kiosk.commands.settings_given import layers_for
from kiosk.commands.withheld import withheld
from kiosk.errors import SettingsInvalid, UsageError
from kiosk.export.files import whole_file
from kiosk.machine.places import is_there
from kiosk.resources import resource
from kiosk.settings import Settings
from kiosk.settings.layer import Layer, read_file_layer
from kiosk.settings.layered import layered
from kiosk.settings.problems import Problem
from kiosk.settings.published import FORMATS

_WRONG = 3


def check(arguments: argparse.Namespace) -> Outcome:
    """Every problem of the files named, each by itself, or of what holds on this PC: 0 or 3.

    Raises:
        UsageError: a file is not there.
        NotSetUp: none was named, and this PC has no settings.
    """
    for file in arguments.files:
        if not is_there(file):
            raise UsageError(f"There is no file {file}.", advice="Look at its path.")
    stacks: list[tuple[Layer, ...]] = [(read_file_layer(file),) for file in arguments.files]
    stacks = stacks or [layers_for(arguments)]
    problems: list[Problem] = []
    remarks: list[str] = []
    for layers in stacks:
        wrong, told = _looked_into(layers)
        problems += wrong
        remarks += told
    names = [layer.name for layers in stacks for layer in layers if _says(layer)]
    document = {
        "well": not problems,
        "looked": names,
        "problems": [problem.document() for problem in problems],
        "remarks": remarks,
    }
    return Outcome(_WRONG if problems else 0, document, _told(names, problems, remarks))


def _says(layer: Layer) -> bool:
    """Whether it is worth naming: a file, or something above it that sets anything."""
    return layer.source == "file" or bool(layer.values or layer.unread)


def _looked_into(layers: tuple[Layer, ...]) -> tuple[list[Problem], list[str]]:
    problems = [problem for layer in layers for problem in layer.problems()]
    if problems:
        return problems, []
    try:
        found = layered(layers)
    except SettingsInvalid as together:
        return [_as_problem(together, layers)], []
    problems = list(cross_problems(found))
    return problems, [] if problems else withheld(found.settings)


def _as_problem(refused: SettingsInvalid, layers: Iterable[Layer]) -> Problem:
    layer = next(layer for layer in layers if layer.values)
    said = str(refused).removesuffix(".")
    return Problem(layer.places(()), "", said, advice=refused.advice)


def _told(names: list[str], problems: list[Problem], remarks: list[str]) -> str:
    lines = []
    for problem in problems:
        lines += [str(problem), f"  {problem.advice}".rstrip()]
    lines += [f"To know: {remark}" for remark in remarks]
    looked = ", ".join(names) or "The defaults"
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    lines.append(f"{looked}: {count if problems else 'all is well'}.")
    return "\n".join(line for line in lines if line)


def schema(form: str, out: Path | None) -> Outcome:
    """What can be set, in one of the forms of `kiosk.settings.published`, or the sample file.

    Raises:
        RefusedError: the file can't be written.
    """
    text = FORMATS[form](Settings) if form in FORMATS else resource("kiosk.toml").read_text("utf-8")
    if out is None:
        return Outcome(0, {"format": form, "content": text}, text)
    with whole_file(out) as file:
        file.write(text.encode())
    document: dict[str, Any] = {"format": form, "file": str(out)}
    return Outcome(0, document, f"{out} is written.")
