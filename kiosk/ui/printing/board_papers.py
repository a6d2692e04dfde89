"""The board and the page for the forms huddle, as they are printed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kiosk.coproduction.board_lines import Board
from kiosk.desk.improving.heard import Heard, QuestionHeard
from kiosk.papers.notice import Card, Notice
from kiosk.papers.wall import Wall
from kiosk.ui.patient.views import say_in
from kiosk.ui.reception.improving.heard_words import HeardWords
from kiosk.ui.wording.board_words import Reader, as_of, day_words, line_words
from kiosk.ui.wording.speaking import Speaking

MOST_CARDS: Final = 12
"""The newest; more than anybody reads on a wall."""

_FOR_A_TABLE: Final = (0.85, 0.75, 0.65)


def board_notice(board: Board, reader: Reader, wall: Wall) -> Notice:
    """The board for a wall; `reader` knows the words of paper."""
    near = reader.words.nearest(reader.language)
    say = say_in(reader.words, near)
    lines = [line_words(line, reader) for line in board.lines[:MOST_CARDS]]
    cards = [
        Card(line.about, line.outcome, (line.reads, line.text))
        if line.outcome
        else Card(line.about, line.text)
        for line in lines
    ]
    return Notice(
        # A poster may lack words in a language that the board has.
        wall=replace(wall, direction=reader.words.language(near).direction),
        title=say("board_title"),
        line=as_of(board, reader),
        cards=tuple(cards),
        empty=say("board_paper_empty"),
        foot=say("board_paper_how"),
    )


def huddle_notice(heard: Heard, board: Board, speaking: Speaking, wall: Wall) -> Notice:
    """The page for twenty minutes a week; `speaking` has the words of the desk."""
    say, language = speaking.say, speaking.language
    words = HeardWords(speaking)
    cards = [_question_card(one, words, speaking) for one in heard.top]
    if heard.overdue:
        overdue = speaking.count("huddle_overdue", heard.overdue, "count")
        cards.append(Card("", overdue, (say("huddle_overdue_do"),)))
    reader = Reader(speaking.all_words, language, language)
    return Notice(
        wall=wall,
        title=say("huddle_title"),
        line=say("huddle_line", day=day_words(board.day, reader)),
        cards=tuple(cards),
        empty=say("huddle_empty"),
        foot=say("huddle_foot"),
        sizes=_FOR_A_TABLE,
    )


def _question_card(one: QuestionHeard, words: HeardWords, speaking: Speaking) -> Card:
    form = one.form.title(one.form.language_for(speaking.language)) or one.form.url
    return Card(form, words.question(one), tuple(_about(one, words, speaking)))


def _about(one: QuestionHeard, words: HeardWords, speaking: Speaking) -> Iterator[str]:
    yield " ".join(filter(None, (words.sure(one), words.trouble(one))))
    yield from (words.heard(one, said) for said in one.open_reasons)
    yield f"{words.who(one)} {words.fix(one)}"
    yield speaking.say("huddle_room")
