"""What a writer of one format is given, and what it says of what it wrote."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.export.columns import Values
from kiosk.export.files import Target
from kiosk.export.survey import FormsOf, Survey
from kiosk.export.tables import Stored
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.response import decode


def no_forms(_canonical: str) -> tuple[Questionnaire, ...]:
    """No form is at hand: the responses alone tell what was asked."""
    return ()


@dataclass(frozen=True)
class About:
    """What an export says of itself.

    Attributes:
        made: when, with zone.
        by: who made it.
        clinic: its name in the settings; "" where it has none.
        kiosk: the id of the kiosk.
        filter: which responses, in words that name no person.
    """

    made: datetime
    by: str = "desk"
    clinic: str = ""
    kiosk: str = ""
    filter: str = "all"


@dataclass(frozen=True)
class Job:
    """One export, for the writer of its format.

    Attributes:
        responses: gives them anew at each call, oldest first, so that memory does not grow with
            their number; raises `Cancelled` where nobody wants them any more.
        about: what it says of itself.
        values: codes, labels or both, in tables.
        forms: all that is kept of a form under a canonical, the oldest first.
        kept: the canonicals of all forms that are kept and wanted.
        plain: what is sealed otherwise is written in clear.
        own_ids: the central service takes the ids of the kiosk.
        view: of the store, for what only the store can tell; None without one.
        passes: told how often the responses will be read, as soon as that is known.
    """

    responses: Callable[[], Iterator[Stored]]
    about: About
    values: Values = "both"
    forms: FormsOf = no_forms
    kept: tuple[str, ...] = ()
    plain: bool = False
    own_ids: bool = True
    view: Any = None
    passes: Callable[[int], None] = lambda _count: None

    def survey(self) -> Survey:
        """What the responses hold; reads them once."""
        found = Survey(self.forms)
        for stored in self.responses():
            found.meet(decode(stored.payload))
        return found


@dataclass(frozen=True)
class Written:
    """What a writer wrote.

    Attributes:
        count: responses.
        notes: what the reader should know, a sentence each.
        code: what alone opens it, where the format is sealed.
        left: responses that could not be taken along.
        ids: of the responses, where each is to be named in the audit.
    """

    count: int
    notes: tuple[str, ...] = ()
    code: str | None = None
    left: int = 0
    ids: tuple[str, ...] = field(default=(), repr=False)


Writer = Callable[[Job, Target], Written]
