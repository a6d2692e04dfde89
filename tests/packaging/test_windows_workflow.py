"""The workflow for a Windows runner: that it can be read, and that what it names is there.

Whether it works is known only to a Windows runner, and none has run it.
"""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORKFLOW = ROOT / ".ci" / "windows.yml"
TEXT = WORKFLOW.read_text("utf-8")


def test_it_says_first_that_it_was_never_run() -> None:
    assert "NEVER RUN" in "".join(TEXT.splitlines(keepends=True)[:4])
    guide = (ROOT / "resources" / "guides" / "install-windows.md").read_text("utf-8")
    assert "ever run on a real Windows" in guide.partition("\n## ")[0]


def test_every_file_it_names_is_there() -> None:
    named = re.findall(r"(?:tests|packaging)/[\w./-]+", TEXT)
    assert len(named) > 5
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_what_the_guide_gives_to_the_installer_the_installer_knows() -> None:
    source = (ROOT / "packaging" / "windows" / "kiosk.wxs").read_text("utf-8")
    known = set(re.findall(r'<Property Id="([A-Z]+)" Secure', source))
    guide = (ROOT / "resources" / "guides" / "install-windows.md").read_text("utf-8")
    assert known == set(re.findall(r"`([A-Z]{7,})`", guide))
