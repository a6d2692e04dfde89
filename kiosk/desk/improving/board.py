"""The board of one kiosk, read from its store: the same for screen, paper and desk."""

from collections.abc import Iterable
from datetime import date

from kiosk.coproduction.board import board
from kiosk.coproduction.board_lines import ELSEWHERE, Board, BoardLine, board_line
from kiosk.forms.fhir_json import decode_json
from kiosk.forms.questionnaire import Questionnaire
from kiosk.store import feedback
from kiosk.store.board_facts import read_facts
from kiosk.store.database import Store
from kiosk.store.fetched import BOARD, good


def read_board(store: Store, forms: Iterable[Questionnaire], *, today: date) -> Board:
    """What everybody may read today (in UTC): of this kiosk, and what came from the others."""
    with store.transaction() as c:
        feedback.release_remarks(c, today=today)
        facts = read_facts(c, forms)
        came = [decode_json(one.content) for one in good(c, BOARD).values()]
    own = [board_line(one, facts, today) for one in board(facts, today)]
    said = {line.text for line in own}
    # What was decided here comes back from the centre, and is shown once.
    others = [
        BoardLine(ELSEWHERE, date.fromisoformat(one["day"]), one["text"])
        for one in came
        if one["text"] not in said
    ]
    return Board(today, tuple(sorted((*own, *others), key=lambda one: one.day, reverse=True)))
