"""Chromium is told by pipes what to do; LHC-Forms is what was pinned, or it is not used."""

import tarfile
from pathlib import Path

import pytest

from tests.benchmarks import lhc_forms
from tests.benchmarks.browser_kiosk import SCRIPT, attempt, served
from tests.benchmarks.child import memory_of
from tests.benchmarks.chromium import HOW_TO_GET_IT, PageError, program, started

PAGE = """<!doctype html><title>two</title><div id="form">
<label><input type="radio" name="a">One</label><label><input type="radio" name="a">Two</label>
</div>"""

needs_chromium = pytest.mark.skipif(program() is None, reason=f"not installed: {HOW_TO_GET_IT}")


@needs_chromium
def test_a_touch_in_chromium_is_timed_to_the_next_frame(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")

    with served(tmp_path) as address, started(tmp_path / "profile", address) as browser:
        browser.wait_for("document.title === 'two'")
        assert browser.evaluate(SCRIPT) == 2
        for number in (0, 1):
            browser.click(*browser.evaluate(f"place({number})"))
            took, chosen = browser.evaluate("seen")
            assert took > 0
            assert chosen
        with pytest.raises(PageError, match="nobody"):
            browser.evaluate("Promise.reject(new Error('nobody'))")

    assert not (tmp_path / "profile").exists()


def test_memory_that_is_not_told_is_a_reason_and_no_figure() -> None:
    measured: list[float] = []
    nobody = 0

    why_not = attempt("", lambda: measured.append(memory_of(nobody)))

    assert why_not == "the system does not tell its memory"
    assert measured == []
    assert attempt("no Chromium", lambda: measured.append(1)) == "no Chromium"
    assert measured == []
    assert attempt("", lambda: measured.append(1)) == ""
    assert measured == [1]


def test_another_archive_than_the_pinned_one_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "lforms.tgz"
    with tarfile.open(archive, "w:gz"):
        pass

    with pytest.raises(LookupError, match="pinned"):
        lhc_forms._unpack(archive, tmp_path)


def test_without_npm_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_KIOSK_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(LookupError, match="apt-get install npm"):
        lhc_forms.folder()
