"""What may be typed about settings: what holds, what is wrong, what a key means."""

from pathlib import Path

from kiosk.arguments.parser import Parser, with_settings

FORMATS = ("json", "admx", "adml", "markdown", "toml")
"""As in `kiosk.settings.published`, too slow to import for a help text, and the sample file; a test
compares them."""


def add_config_commands(config: Parser) -> None:
    """Adds `config show | check | explain | schema`."""
    with_settings(
        config.command(
            "show", "kiosk.commands.config_show:show",
            help="each value, and where it comes from: policy, file, default, …",
        )
    )  # fmt: skip
    check = config.command(
        "check", "kiosk.commands.config:check",
        help="every problem: file, line, key, what was expected, what is likely meant",
    )  # fmt: skip
    with_settings(check).add_argument(
        "files", type=Path, nargs="*", metavar="FILE",
        help="look into these, each by itself; without any: into what holds on this PC",
    )  # fmt: skip
    explain = config.command(
        "explain", "kiosk.commands.config_show:explain",
        help="what a key means, what it may be and is, where it can be set",
    )  # fmt: skip
    with_settings(explain).add_argument(
        "key", metavar="KEY", help="central.url, or url, or a whole table: central"
    )
    schema = config.command(
        "schema", "kiosk.commands.config:schema",
        help="all that can be set, for programs and people", takes=("form", "out"),
    )  # fmt: skip
    schema.add_argument(
        "--format", dest="form", choices=FORMATS, default="json",
        help="json: JSON Schema (the default); admx, adml: templates for Group Policy; markdown: "
        "the page of kiosk guide settings; toml: the sample file",
    )  # fmt: skip
    schema.add_argument("--out", type=Path, metavar="FILE", help="write it there")
