"""What a trial found: times, memory, differences between screen and engine, findings."""

from dataclasses import asdict, dataclass, field
from typing import Any, Final, NamedTuple

from kiosk.trial.measure import Times

_NEVER: Final = {"p50": None, "p95": None, "n": 0}


class PageFinding(NamedTuple):
    """A finding on one page.

    Attributes:
        code: of the inspection, or "no-control", "not-enterable", "refused" (an
            answer that keeps the rules was not taken), "stuck" (there was no way on).
        link_id: of the question; "" for a page without one.
        page: its number, from 1.
        what: what it is about.
    """

    code: str
    link_id: str
    page: int
    what: str


class Difference(NamedTuple):
    """Where the screen's response is not the engine's."""

    link_id: str
    engine: Any
    screen: Any


@dataclass
class Report:
    """What a trial found.

    Attributes:
        start_ms: from the launch of the process to the first question; None where it isn't told.
        touch_ms: from an answer's touch to the next frame.
        page_ms: from Continue to the frame that shows the next page.
        pss_mb: proportional memory of the process tree with the form open, before the robot.
        walked_pss_mb: the same at the end, with the robot and its pictures.
        pages: how many pages were walked.
        inspected: how many of them were looked at closely.
    """

    start_ms: float | None = None
    touch_ms: Times | None = None
    page_ms: Times | None = None
    pss_mb: float | None = None
    walked_pss_mb: float | None = None
    pages: int = 0
    inspected: int = 0
    differences: list[Difference] = field(default_factory=list)
    findings: list[PageFinding] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not self.differences and not self.findings

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "startMs": _rounded(self.start_ms),
            "touchMs": asdict(self.touch_ms) if self.touch_ms else _NEVER,
            "pageMs": asdict(self.page_ms) if self.page_ms else _NEVER,
            "pssMB": _rounded(self.pss_mb),
            "walkedPssMB": _rounded(self.walked_pss_mb),
            "pages": self.pages,
            "inspected": self.inspected,
            "differences": [
                {"linkId": one.link_id, "engine": one.engine, "screen": one.screen}
                for one in self.differences
            ],
            "findings": [
                {"code": one.code, "linkId": one.link_id, "page": one.page, "what": one.what}
                for one in self.findings
            ],
        }

    def text(self) -> str:
        """For a person."""
        lines = [
            f"Pages: {self.pages}, looked at closely: {self.inspected}",
            f"Start to first question: {_rounded(self.start_ms)} ms",
            f"Touch to next frame: {_spread(self.touch_ms)}",
            f"Continue to next page: {_spread(self.page_ms)}",
            f"Memory: {_rounded(self.pss_mb)} MB, {_rounded(self.walked_pss_mb)} MB with the robot",
            f"Differences between screen and engine: {len(self.differences)}",
            *(f"  {d.link_id}: engine {d.engine}, screen {d.screen}" for d in self.differences),
            f"Findings: {len(self.findings)}",
            *(f"  page {f.page}, {f.link_id}: {f.code}: {f.what}" for f in self.findings),
        ]
        return "\n".join(lines)


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 1)


def _spread(times: Times | None) -> str:
    if times is None:
        return "not measured"
    return f"median {times.p50} ms, 95 of 100 under {times.p95} ms ({times.n})"
