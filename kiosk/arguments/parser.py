"""An argument parser for commands that share options (argparse)."""

import argparse
from pathlib import Path
from typing import Any, NoReturn

from kiosk.errors import UsageError


class Parser(argparse.ArgumentParser):
    """An argument parser whose sub-commands share the options every command has."""

    def command(self, name: str, function: str, **texts: Any) -> "Parser":
        """Adds a sub-command.

        Args:
            name: what is typed.
            function: "module:function" that carries it out.
            texts: for argparse; `takes` names the arguments the function wants by name, without
                it the function gets all of them as parsed; `window`: it opens one.
        """
        if self.groups is None:
            self.groups = self.add_subparsers(metavar="COMMAND", required=True, title="commands")
        takes, window = texts.pop("takes", None), texts.pop("window", False)
        parser: Parser = self.groups.add_parser(name, description=texts["help"], **texts)
        parser.set_defaults(command=function, takes=takes, window=window)
        parser.add_argument("--json", action="store_true", help="print one JSON document")
        return parser

    def error(self, message: str) -> NoReturn:
        """Wrong usage, as an error like any other: it is one JSON document, too."""
        raise UsageError(f"{message}.", advice=f"See: {self.prog} --help")

    groups: Any = None


def with_settings(parser: Parser) -> Parser:
    """A command that needs the settings file."""
    parser.add_argument("--config", type=Path, metavar="FILE", help="the settings file to use")
    return parser
