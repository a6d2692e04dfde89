"""Two texts in one, word by word, so that a change of wording is seen at a glance."""

import re
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

MarkKind = Literal["same", "removed", "inserted"]

_WORDS: Final = re.compile(r"\S+\s*|\s+")


class Mark(NamedTuple):
    """Some words that stayed, went or came."""

    kind: MarkKind
    words: str


def word_marks(old: str, new: str) -> tuple[Mark, ...]:
    """Two texts in one: the words that stayed, went and came, in the order they are read."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    plain = [[word.strip() for word in words] for words in (before, after)]
    found: list[Mark] = []
    matcher = SequenceMatcher(None, plain[0], plain[1], autojunk=False)
    for kind, left, right, begin, end in matcher.get_opcodes():
        if kind == "equal":
            found.append(Mark("same", "".join(after[begin:end])))
            continue
        found += [Mark("removed", "".join(before[left:right]))] if left < right else []
        found += [Mark("inserted", "".join(after[begin:end]))] if begin < end else []
    return tuple(found)
