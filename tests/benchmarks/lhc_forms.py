"""LHC-Forms, which a clinic might show in a locked browser instead: fetched once, pinned.

The npm package carries its program whole, so that one archive is fetched and none of the packages
it names; nothing of it is run outside the browser, and nothing lies in the repository.
"""

import hashlib
import os
import shutil
import subprocess
import tarfile
from base64 import b64encode
from pathlib import Path
from tempfile import TemporaryDirectory

NAME, VERSION = "lforms", "40.1.3"
INTEGRITY = (
    "WLruTm+BcVnafC0rSAQ3/cNqhxvclBUxyBG68aub/uha2NaK9H8ZZcEXTTuORuGzzCt0wa7fvhuieZtcDIdPzQ=="
)
"""SHA-512 of the archive."""

HOW_TO_GET_NPM = "no npm to fetch LHC-Forms (13 MB) with (Debian: apt-get install npm)"
_PATIENCE_S = 300

PAGE = """<!doctype html><meta charset="utf-8"><title>form</title>
<link rel="stylesheet" href="lforms/webcomponent/styles.css">
<body><div id="form"></div>
<script src="lforms/webcomponent/assets/lib/zone.min.js"></script>
<script src="lforms/webcomponent/runtime.js"></script>
<script src="lforms/webcomponent/polyfills.js"></script>
<script src="lforms/webcomponent/main.js"></script>
<script src="lforms/fhir/R4/lformsFHIR.min.js"></script>
<script>
fetch("form.json").then(said => said.json())
  .then(form => LForms.Util.addFormToPage(form, "form", {fhirVersion: "R4"}));
</script>"""


def home() -> Path:
    """The program's cache folder, which may be deleted at any time."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("CLINIC_KIOSK_HOME") or cache / "clinic-kiosk")


def folder() -> Path:
    """Where LHC-Forms lies; fetched where it does not yet.

    Raises:
        LookupError: it can't be fetched, or is not what it should be.
    """
    place = home() / f"{NAME}-{VERSION}"
    if not place.is_dir():
        npm = shutil.which("npm")
        if npm is None:
            raise LookupError(HOW_TO_GET_NPM)
        place.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=place.parent) as name:
            _unpack(_fetch(npm, Path(name)), Path(name))
            (Path(name) / "package" / "dist" / NAME).replace(place)
    return place


def _fetch(npm: str, into: Path) -> Path:
    command = [npm, "pack", f"{NAME}@{VERSION}", "--ignore-scripts", "--cache", str(into / "npm")]
    try:
        done = subprocess.run(
            command, cwd=into, capture_output=True, text=True, check=False, timeout=_PATIENCE_S
        )
    except subprocess.TimeoutExpired:
        raise LookupError(f"npm did not fetch LHC-Forms within {_PATIENCE_S} s") from None
    archive = into / f"{NAME}-{VERSION}.tgz"
    if not archive.is_file():
        told = done.stderr.strip().splitlines() or ["npm said nothing"]
        raise LookupError(f"npm could not fetch LHC-Forms: {told[-1]}")
    return archive


def _unpack(archive: Path, into: Path) -> None:
    if b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != INTEGRITY:
        raise LookupError(f"{archive.name} is not the one that was pinned")
    with tarfile.open(archive) as packed:
        packed.extractall(into, filter="data")
