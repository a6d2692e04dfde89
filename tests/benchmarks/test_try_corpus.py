import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.resources import resource

TRY = Path(__file__).with_name("try_corpus.py")


@pytest.mark.long
def test_the_table_counts_walks_refusals_and_differences(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    sound = resource("forms", "gad-7.json")
    done = subprocess.run(
        [sys.executable, TRY, sound, tmp_path, "--jobs", "2"], capture_output=True, check=True
    )
    table = done.stdout.decode().splitlines()
    assert "walks 1, refused 1, pages 7" in table
    assert "crashes 0" in table
    assert "differences 0 in 0 walks" in table
