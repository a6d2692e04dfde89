"""What IT may type: set-up, recovery, access, queue, audit, staff, holds, a kiosk's end."""

from pathlib import Path
from typing import Any

from kiosk.arguments.backup import add_backup_commands
from kiosk.arguments.config import add_config_commands
from kiosk.arguments.life import add_life_commands
from kiosk.arguments.outbox import add_outbox_commands
from kiosk.arguments.parser import Parser, with_settings

ROLES = ("reception", "lead", "clinical", "IT")
"""As in `kiosk.store.staff`, which is too slow to import for a help text; a test compares them."""


def add_it_commands(parser: Parser) -> None:
    """Adds what IT does on a kiosk: set-up and recovery, the queue, the audit, the end of it."""
    _keys(parser)
    for name, text in (
        ("sync", "send what waits, once, then fetch what is new; show how far it came"),
        ("status", "queue, last sync, paused forms, what is not offered"),
        ("doctor", "what needs to be mended on this kiosk, and how"),
    ):
        command = with_settings(parser.command(name, f"kiosk.commands.{name}:{name}", help=text))
        if name == "status":
            _fleet(command)
    add_config_commands(parser.command("config", "", help="the settings: show, check, explain, …"))
    _enrol(parser)
    add_life_commands(parser)
    add_outbox_commands(parser.command("outbox", "", help="what has not arrived, and what to do"))
    _audit(parser)
    slips = parser.command("slips", "", help="the slips that the desk gives out")
    with_settings(
        slips.command("key", "kiosk.commands.slips:key", help="by what other kiosks take them")
    )
    _staff(parser.command("staff", "", help="who may come behind the desk, and lost PINs"))
    add_backup_commands(parser)
    _holds(parser.command("hold", "", help="keep answers for a legal case, beyond their days"))
    wipe = parser.command(
        "wipe", "kiosk.commands.wipe:wipe", help="delete key and answers of this PC for good"
    )
    retire = parser.command(
        "retire", "kiosk.commands.retire:retire",
        help="take this kiosk out of service: send all, tell the service, forget the access",
    )  # fmt: skip
    for command in (wipe, retire):
        with_settings(command).add_argument(
            "--even-unsent", action="store_true", help="also what the central service does not have"
        )


def _fleet(status: Parser) -> None:
    status.add_argument(
        "--fleet", dest="command", action="store_const", const="kiosk.commands.fleet:fleet",
        help="every kiosk of this clinic, as the central service knows it",
    )  # fmt: skip


def _keys(parser: Parser) -> None:
    setup = parser.command(
        "setup", "kiosk.commands.setup:set_up", help="make key, store, recovery sheet, first PIN"
    )
    with_settings(setup).add_argument(
        "--from", dest="source", type=Path, metavar="FILE", help="settings to begin with"
    )
    setup.add_argument("--sheet", type=Path, metavar="FILE", help="where the recovery sheet goes")
    setup.add_argument(
        "--pin-stdin", action="store_true", help="read the first staff PIN from standard input"
    )
    setup.add_argument(
        "--user", metavar="NAME", help="as root, with systemd-creds: whom the store is for"
    )
    setup.add_argument(
        "--unattended", action="store_true",
        help="ask nothing: set up and enrol by [enrolment] of the settings; goes on where it was",
    )  # fmt: skip
    for name, text in (
        ("window", "at the screen, page by page; goes on where it was left"),
        ("windowed", "that in a window"),
        ("finish-at-screen", "the rest is done at the screen, by the next kiosk run"),
    ):
        setup.add_argument(f"--{name}", action="store_true", help=text)
    recover = parser.command(
        "recover", "kiosk.commands.setup:recover", help="put a lost key back from its recovery code"
    )
    way = with_settings(recover).add_mutually_exclusive_group()
    way.add_argument(
        "--salvage", action="store_true", help="the store is damaged: save what can be read"
    )
    way.add_argument(
        "--prove", action="store_true", help="see that the code opens this store; change nothing"
    )
    rekey = parser.command(
        "rekey", "kiosk.commands.rekey:rekey", help="change the key; makes a new recovery sheet"
    )
    with_settings(rekey).add_argument(
        "--sheet", type=Path, metavar="FILE", help="where the new recovery sheet goes"
    )


def _enrol(parser: Parser) -> None:
    enrol = parser.command(
        "enrol", "kiosk.commands.enrol:enrol",
        help="how the central service lets this kiosk in: tried at once, kept in the store",
    )  # fmt: skip
    with_settings(enrol).add_argument(
        "--server", metavar="URL", help="the service (that of the settings)"
    )
    _enrol_ways(enrol.add_mutually_exclusive_group(required=True))
    for name, metavar, text in (
        ("client-id", "ID", "smart: how the service calls this kiosk"),
        ("token-url", "URL", "smart: where tokens are given out (the service says it itself)"),
        ("scope", "SCOPES", "smart: what to ask for (what a kiosk needs)"),
    ):
        enrol.add_argument(f"--{name}", metavar=metavar, help=text)
    for name, text in (
        ("password-file", "basic: the password; mtls: that of the key; - is standard input"),
        ("certificate", "mtls: PEM, this kiosk's own first"),
        ("key", "mtls: PEM, where it is not the key of this PC"),
        ("jwks", "smart, make-key: write the public key (JWKS) there"),
        ("request", "make-key: write a request for a certificate (PKCS #10) there"),
    ):
        enrol.add_argument(f"--{name}", type=Path, metavar="FILE", help=text)
    for name, text in (
        ("bearer", "token: use it as it is, though the service takes new kiosks by it"),
        ("move", "go to another service; what waits is sent to the first one before"),
        ("take-along", "move: what waits goes to the new service (the same clinic's)"),
    ):
        enrol.add_argument(f"--{name}", action="store_true", help=text)
    enrol.add_argument(
        "--replaces", metavar="ID", help="take a PC's entry off the fleet that this one replaces"
    )
    enrol.add_argument(
        "--keep-file", action="store_true", help="don't erase the files of token, password and key"
    )


def _enrol_ways(way: Any) -> None:
    way.add_argument(
        "--token", metavar="T", help="a token for enrolment; - is standard input, which is better"
    )
    way.add_argument(
        "--token-file", type=Path, metavar="FILE", help="the same in a file; it is erased"
    )
    way.add_argument("--basic", metavar="USER", help="a name; its password is asked for")
    for name, text in (
        ("smart", "SMART Backend Services, signing with the key of this PC"),
        ("mtls", "a certificate (mutual TLS)"),
        ("make-key", "make the key of this PC; print what is to be registered at the service"),
        ("again", "another key in the place of this kiosk's, at the service, too"),
        ("show", "what this kiosk is enrolled with; never a secret"),
        ("forget", "take its access and its key away"),
    ):
        way.add_argument(f"--{name}", action="store_true", help=text)


def _audit(parser: Parser) -> None:
    audit = parser.command(
        "audit", "kiosk.commands.audit:audit", help="who did what and when; whether it was changed"
    )
    with_settings(audit).add_argument(
        "--last", type=int, default=50, metavar="N", help="so many events, the newest first (50)"
    )
    audit.add_argument(
        "--accept", metavar="REASON", help="you know why the log has a break: tell only new ones"
    )


def _staff(parser: Parser) -> None:
    prefix = "kiosk.commands.staff"
    with_settings(parser.command("list", f"{prefix}:show", help="who may come behind the desk"))
    add = parser.command("add", f"{prefix}:add", help="one more, with a PIN of their own")
    add.add_argument("--role", required=True, metavar="ROLE", help=", ".join(ROLES))
    reset = parser.command("reset", f"{prefix}:reset", help="another PIN for who lost theirs")
    remove = parser.command("remove", f"{prefix}:remove", help="their PIN opens nothing any more")
    for command in (add, reset, remove):
        with_settings(command).add_argument("name", metavar="NAME")
    for command in (add, reset):
        command.add_argument(
            "--pin-stdin", action="store_true", help="read the PIN from standard input"
        )


def _holds(parser: Parser) -> None:
    prefix = "kiosk.commands.hold"
    with_settings(parser.command("list", f"{prefix}:show", help="the holds that last"))
    begin = parser.command("begin", f"{prefix}:begin", help="from now on nothing goes for its age")
    with_settings(begin).add_argument("--reason", required=True, metavar="TEXT")
    begin.add_argument("--response", metavar="ID", help="only this response")
    end = parser.command("end", f"{prefix}:end", help="what it kept may go again")
    with_settings(end).add_argument("id", metavar="ID", help="as shown by `hold list`")
