import subprocess
import sys
from pathlib import Path

READING = Path(__file__).with_name("reading.py")


def test_every_part_of_the_screen_and_every_form_is_plain() -> None:
    done = subprocess.run([sys.executable, READING], capture_output=True, check=False)
    lines = done.stdout.decode().splitlines()
    assert (done.returncode, lines[-1]) == (0, "0 to mend"), "\n".join(lines)
    rows = {line.strip().rpartition("  ")[0].split("  ")[0]: line for line in lines}
    for name in ("attract page", "errors (see the rules above)", "all in ar", "what-matters"):
        assert rows[name].split()[-1] == "0"
    assert "validated wording" in rows["gad-7"]
