"""What all pages of the desk's window share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.desk.alerts import AlertBook
from kiosk.desk.clinic import ClinicBook
from kiosk.desk.exports import ExportBook
from kiosk.desk.forms import FormBook
from kiosk.desk.kiosks import KioskBook
from kiosk.desk.pictures.book import PictureBook
from kiosk.desk.responses import ResponseBook
from kiosk.desk.typing_in import PaperBook
from kiosk.desk.visits import VisitBook
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.settings import Settings
from kiosk.store.database import Store
from kiosk.ui.jobs import Jobs
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import Words

FAR_S: Final = 10.0
"""No more often is the central service asked: 3 searches, 1080 in an hour."""


@dataclass(frozen=True)
class Desk:
    """What a page may work with.

    Attributes:
        store: of this PC, worked on in `jobs.disk`.
        settings: of this PC.
        forms: those of the clinic, in its order.
        value_sets: what they may choose from.
        form_book: what is known of each form.
        kiosks: how the kiosks of the clinic stand.
        visits: of today.
        responses: where responses are read and changed.
        exports: where exports are made from.
        pictures: where figures come from.
        clinic: what the clinic's lead sets for its screens.
        papers: where papers that are typed in are kept.
        jobs: the lanes.
        speaking: the language of the desk.
        now: the clock, aware, UTC.
        words: of the kiosk and of paper, in all its languages: responses are told by them.
        alerts: where alerts are found, the book of this PC first.
    """

    store: Store
    settings: Settings
    forms: tuple[Questionnaire, ...]
    value_sets: ValueSets
    form_book: FormBook
    kiosks: KioskBook
    visits: VisitBook
    responses: ResponseBook
    exports: ExportBook
    pictures: PictureBook
    clinic: ClinicBook
    papers: PaperBook
    jobs: Jobs
    speaking: Speaking
    now: Callable[[], datetime]
    words: Words
    alerts: tuple[AlertBook, ...] = ()

    @property
    def look_s(self) -> float:
        """So often a page looks for what is new: what is far away is not asked so often."""
        far = self.visits.line is not None or self.responses.line is not None
        wanted = self.settings.reception.look_s
        return max(FAR_S, wanted) if far else wanted

    def close(self) -> None:
        """What hangs in the network, and what is being exported, is given up."""
        self.visits.close()
        self.kiosks.close()
        self.exports.close()
        self.pictures.close()

    def title_of(self, form: str) -> str:
        """What the desk calls a form, by url or canonical; as it stands where it is unknown."""
        url = form.partition("|")[0]
        found = next((one for one in self.forms if url == one.url), None)
        return found.title(self.speaking.language) if found else form
