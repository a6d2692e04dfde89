import re
import subprocess
import sys
from pathlib import Path

LINT = Path(__file__).with_name("lint_forms.py")


def test_on_forms_that_people_use_there_is_less_than_one_finding_in_ten_questions() -> None:
    done = subprocess.run([sys.executable, LINT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

    medians = [float(one) for one in re.findall(r"median ([\d.]+)", done.stdout)]
    assert medians
    assert max(medians) <= 1
