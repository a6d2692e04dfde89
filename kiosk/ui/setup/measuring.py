"""Step 3: a bank card on the glass tells how many pixels a millimetre has."""

from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.setting_up import steps
from kiosk.setting_up.tools import Now
from kiosk.ui.setup.measure import Measure
from kiosk.ui.setup.page import SetUpPage, Shared

_WORDS: Final = (
    "back", "error", "problem_title", "more_question", "measure_body", "measure_card",
    "measure_thumb", "measure_fits", "measure_smaller", "measure_larger", "measure_much_smaller",
    "measure_much_larger",
)  # fmt: skip

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class MeasureStep(SetUpPage):
    """The measurement; `scaled` tells its result, pixels a millimetre."""

    step = steps.MEASURE
    scaled = Signal(float)

    def __init__(self, shared: Shared, px_per_mm: float, parent: QObject | None = None) -> None:
        super().__init__(shared, parent)
        self._measure = Measure(px_per_mm, self)
        self._measure.measured.connect(self._measured)

    def go_on(self) -> None:
        """It was measured before, by IT in the settings for instance."""
        if self.now is not None and self.now.measured:
            self.keep({})
        else:
            self._measure.fit()

    @Slot(float)
    def _measured(self, px_per_mm: float) -> None:
        book = self.shared.book

        def kept(now: Now) -> None:
            self.scaled.emit(px_per_mm)
            self.kept.emit(now)

        self.work(lambda: book.measure(px_per_mm), kept)

    def _words(self) -> dict[str, str]:
        """Those of its page, which needs all the room: how far it is stands before its title."""
        number, count = steps.STEPS.index(self.step) + 1, len(steps.STEPS)
        far = self.say("setup_progress", number=number, count=count)
        title = f"{far}: {self.say('measure_title')}"
        return {"measure_title": title, **{key: self.say(key) for key in _WORDS}}

    _read_measure = attrgetter("_measure")
    measure = Property(Measure, _read_measure, constant=True)
    words = Property(dict, _words, constant=True)
