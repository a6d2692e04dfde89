"""Finds what is dead in our own texts: commands, paths, settings, keys and words of the screen.

Each function takes the Markdown of a text and yields what is named there and is not there.
"""

import re
import shlex
import tomllib
from argparse import ArgumentParser
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from textwrap import dedent

from kiosk.arguments.command_line import command_line
from kiosk.errors import UsageError
from kiosk.resources import resource
from kiosk.settings.schema import tables

ROOT = Path(__file__).parents[1]
BOOTSTRAP = "sh packaging/bootstrap.sh"

_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+(?:\n[^`\n]+)?)`")
_PATH = re.compile(r"(?:resources|tests|kiosk|packaging|\.ci)/[\w./*<>…-]*")
_KEY = re.compile(r"\b(?:Ctrl|Alt)\+(?:Enter|\w)|\bF\d\b|\bDel\b|\bEsc\b")
_BOLD = re.compile(r"(?<!\*)\*\*([^*]+)\*\*(?!\*)")
_ITALIC = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")
_FILE = re.compile(r".*\.(?:log|py|toml|json|md)")
_PLACE_FOR_ONE = re.compile(r"^argument --?\w+: invalid choice: '[A-Z]+'")
_WITHOUT = re.compile(r"the following arguments are required|one of the arguments")


def fenced(text: str) -> Iterator[str]:
    """Every line to be typed, without what is said of it."""
    for line, _ in _lines(text):
        yield line


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Every line to be typed; whether something is said of it: then it may be named alone."""
    for _, block in _FENCE.findall(text):
        for whole in map(str.strip, block.splitlines()):
            typed, said, _ = (*re.split(r"\s+(#)\s", whole, maxsplit=1), "", "")[:3]
            for line in typed.split(" && "):
                yield line, bool(said)


def inline(text: str) -> Iterator[str]:
    """Everything else that stands as code."""
    for code in _CODE.findall(_FENCE.sub("", text)):
        yield " ".join(code.split())


def dead_commands(text: str) -> Iterator[str]:
    """Commands that can't be typed as they stand. Named alone, one may lack what it takes."""
    for line, named in (*_lines(text), *((code, True) for code in inline(text))):
        words = _command(line)
        if words is not None and not _can_be_typed(words, named=named):
            yield line


def _command(line: str) -> list[str] | None:
    """The words after `kiosk`; None where it is another program."""
    line = line.removeprefix("sudo ")
    words = line.removeprefix(f"{BOOTSTRAP} ") if line.startswith(f"{BOOTSTRAP} kiosk ") else line
    is_ours = words.startswith("kiosk ") and not words.startswith("kiosk =")  # a setting
    return shlex.split(words)[1:] if is_ours else None


def _can_be_typed(words: list[str], *, named: bool) -> bool:
    if words and words[-1] == "…":  # and more that is said elsewhere
        words, named = words[:-1], True
    try:
        _parser().parse_args(words)
    except UsageError as error:
        told = str(error)
        alone = named and not any(word.startswith("-") for word in words)
        return (alone and bool(_WITHOUT.match(told))) or bool(_PLACE_FOR_ONE.search(told))
    except SystemExit as ended:  # --help and --version
        return not ended.code
    return True


@cache
def _parser() -> ArgumentParser:
    return command_line()


def dead_starts(text: str) -> Iterator[str]:
    """Verbs of the bootstrap script that it does not know."""
    usage = (ROOT / "packaging" / "bootstrap.sh").read_text("utf-8")
    known = re.search(r"^usage: sh packaging/bootstrap\.sh ([\w|]+)", usage, re.MULTILINE)
    assert known
    for line in (*fenced(text), *inline(text)):
        words = line.removeprefix(BOOTSTRAP).split()
        if line.startswith(BOOTSTRAP) and words and words[0] not in known[1].split("|"):
            yield line


def dead_paths(text: str) -> Iterator[str]:
    """Files and folders of this project that are not there."""
    for line in (*fenced(text), *inline(text)):
        for word in line.replace("`", " ").split():
            path = _PATH.fullmatch(word.rstrip(":,"))
            if path and not _is_there(path[0]):
                yield word


def _is_there(path: str) -> bool:
    if re.search(r"[<>…]", path):
        return True  # a place for a name
    return bool(list(ROOT.glob(path))) if "*" in path else (ROOT / path).exists()


def dead_settings(text: str) -> Iterator[str]:
    """Settings and tables of settings that can't be set."""
    known = {key.path for table in tables() for key in table.keys}
    heads = {path.rpartition(".")[0] for path in known}
    for language, block in _FENCE.findall(text):
        if language == "toml":
            yield from (one for one in _set_in(dedent(block)) if one not in known)
    for code in inline(text):
        if re.fullmatch(r"[a-z_]+\.[a-z_]+", code) and not _FILE.fullmatch(code):
            if code.partition(".")[0] in heads and code not in known:
                yield code
        elif found := re.fullmatch(r"\[([a-z_]+)\](?: ([a-z_]+))?(?: = .*)?", code):
            table, key = found.groups()
            if table not in heads or (key and f"{table}.{key}" not in known):
                yield code


def _set_in(block: str) -> Iterator[str]:
    """The settings of a file: those of tables with a name, not of lists of staff or forms."""
    for table, keys in tomllib.loads(block).items():
        if isinstance(keys, dict):
            yield from (f"{table}.{key}" for key in keys)


def dead_keys(text: str) -> Iterator[str]:
    """Keys that do nothing at the desk."""
    known = keys_of_the_desk()
    for key in _KEY.findall(text):
        if key not in known:
            yield key


def keys_of_the_desk() -> set[str]:
    """What its window listens to, as a guide writes it; `${…}` stands for 1 to 9."""
    found: set[str] = set()
    for file in (ROOT / "kiosk" / "ui" / "reception").rglob("*.qml"):
        code = file.read_text("utf-8")
        for line in re.findall(r"\b(?:keys|sequences?): (.+)", code):
            for key in re.findall(r'["`]((?:Ctrl|Alt|F\d|Del|Esc)[^"`]*)["`]', line):
                found |= _each(key.replace(" ", "+").replace("Return", "Enter"))
    return found


def _each(key: str) -> set[str]:
    if key.endswith("+") or "${" in key:
        return {f"{key.partition('$')[0]}{number}" for number in range(1, 10)}
    return {key}


def dead_words(text: str) -> Iterator[str]:
    """Words of the desk's or of the patient's screen, in bold or italics, that are not on it.

    In bold a word with a capital letter is a page of the desk, and what is quoted stands above
    one; in italics everything stands on a screen.
    """
    pages = {text for key, text in _texts("desk").items() if key.startswith("desk_")}
    screens = "\n".join([*_texts("desk").values(), *_texts("ui.toml").values()]).lower()
    prose = _FENCE.sub("", text)
    for bold in _BOLD.findall(prose):
        if re.fullmatch(r"[A-Z][a-z]+", bold) and bold not in pages | _KEYS_BY_NAME:
            yield bold
        quoted = re.fullmatch("“(.+)”", bold)
        if quoted and plain(quoted[1]) not in screens:
            yield bold
    for italic in _ITALIC.findall(prose):
        yield from (italic for part in italic.split(": ") if plain(part) not in screens)


_KEYS_BY_NAME = {"Enter", "Del", "Esc"}
_APOSTROPHE = {ord("\N{RIGHT SINGLE QUOTATION MARK}"): "'"}


def plain(words: str) -> str:
    """As it is compared: whatever letters it begins with, and however its apostrophe is set."""
    return words.lower().translate(_APOSTROPHE)


def _texts(place: str) -> dict[str, str]:
    root = resource("translations", "en") / place
    files = sorted(root.glob("*.toml")) if root.is_dir() else [root]
    read: dict[str, str] = {}
    for file in files:
        read |= tomllib.loads(file.read_text("utf-8"))
    return {
        key: value.translate(_APOSTROPHE) for key, value in read.items() if isinstance(value, str)
    }
