"""A response in words, as the patient saw it: for the desk, for paper, for the clinical record.

The questions stand in the language they were answered in and in the order of the form; what was
passed over is said. What is worked out (a score) stands apart, as a plain number: no bands, no
words of severity; its range only where the form states it or the instrument's licence lets us.
`kiosk.forms.summarising` makes one of a response.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from kiosk.forms.bidi import unmarked

State = Literal["answered", "declined", "passed", "stated"]
_SHORT_ID: Final = 8


class Line(NamedTuple):
    """One question with its answer in words; `state` says how it came about."""

    question: str
    answer: str
    state: State


class Part(NamedTuple):
    """The questions below one heading of the form; the heading may be ""."""

    heading: str
    lines: tuple[Line, ...]


class Score(NamedTuple):
    """What the form worked out; `range` is "0 to 27", or "" where it may not be said."""

    name: str
    value: str
    range: str


class Fact(NamedTuple):
    """Something about the response: when, by whom, in which language."""

    name: str
    value: str


@dataclass(frozen=True)
class Summary:
    """One response in words.

    Attributes:
        response_id: of the response; "" where it has none.
        title: of the form.
        notices: what must be read first: it was amended, it was entered in error.
        facts: when, who answered, language, form and version.
        scores: what was worked out.
        parts: the questions, in the order of the form.
        language: of the questions and answers, a BCP 47 tag.
        matters: whether it says what matters to the patient today.
    """

    response_id: str
    title: str
    notices: tuple[str, ...]
    facts: tuple[Fact, ...]
    scores: tuple[Score, ...]
    parts: tuple[Part, ...]
    language: str
    matters: bool

    @property
    def short_id(self) -> str:
        """Enough of the id to tell it by on paper."""
        return self.response_id[:_SHORT_ID]


def matters_first(summaries: Iterable[Summary]) -> list[Summary]:
    """What matters to the patient today before all else; the rest in its order."""
    return sorted(summaries, key=lambda summary: not summary.matters)


def plain_text(summary: Summary) -> str:
    """The summary to paste into a record: a line a question, no marks; the record wraps it."""
    blocks = [[summary.title, *summary.notices], [_pair(*fact) for fact in summary.facts]]
    blocks.append([_pair(score.name, score_words(score)) for score in summary.scores])
    for part in summary.parts:
        head = [part.heading] if part.heading else []
        blocks.append([*head, *(_pair(line.question, line.answer) for line in part.lines)])
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    return unmarked(text) + "\n"


def score_words(score: Score) -> str:
    """A score with its range: "12 (0 to 27)"."""
    return f"{score.value} ({score.range})" if score.range else score.value


def _pair(name: str, value: str) -> str:
    asked = " ".join(name.split())
    between = "" if asked.endswith(("?", "؟", ":", ".", "!")) else ":"
    # An answer of several lines stays together below its question.
    return f"{asked}{between} " + "\n  ".join(value.splitlines())
