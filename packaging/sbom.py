#!/usr/bin/env python3
"""What an installed tree is made of, as CycloneDX 1.6, and under which licences.

    python packaging/sbom.py TREE --out FOLDER [--frozen VERSION]

TREE is the folder of Python packages that is shipped. FOLDER gets `clinic-kiosk.cdx.json` and
`THIRD-PARTY.txt` with every licence text. It refuses (1) a component whose licence does not allow
it beside Apache-2.0, a wheel that carries native code nobody has looked into, and one that was
looked into at another release (third_party/embedded.toml).
"""

import argparse
import os
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component as BomComponent
from cyclonedx.model.component import ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from license_expression import LicenseExpression as Parsed
from license_expression import Licensing, get_spdx_licensing
from packageurl import PackageURL

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent
ALLOWED: Final = frozenset({
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "FTL", "HPND", "ICU",
    "IJG", "ISC", "LGPL-2.1-or-later", "LGPL-3.0-only", "libpng-2.0", "libtiff", "MIT", "MIT-0",
    "MPL-2.0", "OFL-1.1", "PSF-2.0", "Unicode-3.0", "Unlicense", "Zlib", "blessing",
})  # fmt: skip
"""May be shipped beside Apache-2.0 as they are here: unchanged, LGPL libraries files apart."""
GPL_ONLY: Final = re.compile(
    r"(Qt6?)(VirtualKeyboard|Charts|DataVisualization|Graphs|HttpServer|NetworkAuth|Lottie"
    r"|Quick3D|QuickTimeline|CanvasPainter|WaylandCompositor|Coap|Mqtt)", re.IGNORECASE,
)  # fmt: skip
"""Modules of Qt that are not under the LGPL (doc.qt.io, Qt Modules): none may be in a package."""
_NATIVE: Final = re.compile(r"\.(so(\.\d+)*|pyd|dll|dylib)$")
_TEXTS: Final = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)


class Refused(Exception):
    """The tree may not be shipped as it is."""


class Component(NamedTuple):
    """One thing that is shipped.

    Attributes:
        name, version, licence: the licence as an SPDX expression; a version may be unknown ("").
        kind: "python", "embedded" in a wheel, or "resource" of ours.
        within: the component that carries it.
        texts: the files with its licence.
        url: where its source is, where that must be said (LGPL).
        rights: whose copyright, where no file of the package says it.
    """

    name: str
    version: str
    licence: str
    kind: str
    within: str = ""
    texts: tuple[Path, ...] = ()
    url: str = ""
    rights: str = ""


def components(tree: Path, frozen: str = "") -> list[Component]:
    """Everything in that tree, with what wheels and our own resources carry.

    Args:
        tree: a folder of Python packages with their metadata.
        frozen: the version of Python that is shipped with it; "" where the system's is used.

    Raises:
        Refused: something in it is not known well enough to be shipped.
    """
    known = tomllib.loads((HERE / "third_party/embedded.toml").read_text(encoding="utf-8"))
    found = []
    for package in sorted(distributions(path=[str(tree)]), key=lambda one: one.name.lower()):
        if package.name != "clinic-kiosk":
            found += _of_package(package, known.get(package.name, {}))
    found += list(_resources())
    if frozen:
        text = tuple(Path(sys.base_prefix).glob("LICENSE*"))
        found.append(Component("CPython", frozen, "PSF-2.0", "embedded", texts=text))
    return found


def _of_package(package: Distribution, known: dict[str, Any]) -> Iterator[Component]:
    name, version = package.name, package.version
    native = [file for file in _files(package) if _NATIVE.search(file.name)]
    if native and known.get("of") != version and not _own_code(package):
        looked = known.get("of", "never")
        raise Refused(
            f"{name} {version} carries native code, and was looked into at: {looked}. "
            "See what it embeds, and write that in packaging/third_party/embedded.toml."
        )
    yield Component(name, version, _licence(package, known), "python", texts=_texts(package))
    for part in known.get("parts", []):
        if part.get("data") or _is_in(part, native):
            yield Component(
                part["name"], part.get("version", ""), part["licence"], "embedded", name,
                url=part.get("url", ""), rights=part.get("copyright", ""),
            )  # fmt: skip


def _files(package: Distribution) -> list[Path]:
    """Those of its files that are there: a package is trimmed."""
    named = (Path(str(package.locate_file(file))) for file in package.files or ())
    return [file for file in named if file.is_file()]


def _own_code(package: Distribution) -> bool:
    """Whether its native code is its own alone, written in Cython or C for this package."""
    return package.name in {"MarkupSafe", "SQLAlchemy"}


def _is_in(part: dict[str, Any], native: Iterable[Path]) -> bool:
    if "file" in part:
        return any(re.search(part["file"], file.name) for file in native)
    sign = re.compile(part["sign"].encode())
    return any(sign.search(file.read_bytes()) for file in native)


def _licence(package: Distribution, known: dict[str, Any]) -> str:
    said = known.get("licence") or package.metadata.get("License-Expression")
    if not said:
        raise Refused(
            f"{package.name} {package.version} does not say its licence in SPDX words. "
            "Read it, and write it in packaging/third_party/embedded.toml."
        )
    return str(said)


def _texts(package: Distribution) -> tuple[Path, ...]:
    files = _files(package)
    return tuple(file for file in files if ".dist-info" in str(file) and _TEXTS.search(file.name))


def _resources() -> Iterator[Component]:
    for text in sorted((ROOT / "resources/fonts").glob("*/OFL.txt")):
        yield Component(text.parent.name, "", "OFL-1.1", "resource", texts=(text,))
    text = ROOT / "resources/valuesets/LICENCE.md"
    yield Component("HL7 FHIR value sets", "4.0.1", "CC0-1.0", "resource", texts=(text,))


def allowed(licence: str) -> bool:
    """Whether something under that SPDX expression may be shipped: one branch of each "or" may."""
    return _allowed(_licensing().parse(licence, validate=True))


@cache
def _licensing() -> Licensing:
    return get_spdx_licensing()


def _allowed(expression: Parsed) -> bool:
    arguments = getattr(expression, "args", ())
    if not arguments:
        return str(expression) in ALLOWED
    each = any if type(expression).__name__ == "OR" else all
    return each(_allowed(one) for one in arguments)


def problems(tree: Path, found: Sequence[Component]) -> list[str]:
    """Why that tree must not be shipped; nothing where it may be."""
    told = [
        f"{one.name} {one.version}: {one.licence} is not among what may be shipped."
        for one in found if not allowed(one.licence)
    ]  # fmt: skip
    told += [
        f"{file.relative_to(tree)} is of a module of Qt that is GPL only."
        for file in sorted(tree.rglob("*")) if file.is_file() and GPL_ONLY.search(file.name)
    ]  # fmt: skip
    owned = {file.resolve() for one in distributions(path=[str(tree)]) for file in _files(one)}
    told += [
        f"{file.relative_to(tree)} belongs to no package."
        for file in sorted(tree.rglob("*"))
        if file.is_file() and _NATIVE.search(file.name) and file.resolve() not in owned
    ]
    return told


def cyclonedx(found: Sequence[Component], version: str, moment: datetime) -> str:
    """As CycloneDX 1.6, checked against its schema; the same for the same.

    Raises:
        Refused: it is not valid.
    """
    root = BomComponent(
        name="clinic-kiosk", version=version, type=ComponentType.APPLICATION,
        licenses=[LicenseExpression("Apache-2.0")], bom_ref="clinic-kiosk",
    )  # fmt: skip
    named = "".join(f"{one.name} {one.version}\n" for one in found)
    bom = Bom(serial_number=uuid5(NAMESPACE_URL, f"clinic-kiosk {version}\n{named}"))
    bom.metadata.component = root
    bom.metadata.timestamp = moment
    made = {one.name if not one.within else f"{one.within}/{one.name}": _bom(one) for one in found}
    for one in made.values():
        bom.components.add(one)
    bom.register_dependency(root, [made[one.name] for one in found if not one.within])
    for carrier in {one.within for one in found if one.within}:
        parts = [made[f"{carrier}/{one.name}"] for one in found if one.within == carrier]
        bom.register_dependency(made[carrier], parts)
    text = JsonV1Dot6(bom).output_as_string(indent=2)
    if errors := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise Refused(f"The bill of materials is not valid CycloneDX: {errors}")
    return text


def _bom(one: Component) -> BomComponent:
    is_python = one.kind == "python"
    source = [ExternalReference(type=ExternalReferenceType.SOURCE_DISTRIBUTION, url=XsUri(one.url))]
    return BomComponent(
        name=one.name, version=one.version or None, bom_ref=f"{one.within}/{one.name}",
        type=ComponentType.DATA if one.kind == "resource" else ComponentType.LIBRARY,
        purl=PackageURL("pypi", name=one.name.lower(), version=one.version) if is_python else None,
        licenses=[LicenseExpression(one.licence)], external_references=source if one.url else (),
    )  # fmt: skip


def notices(found: Sequence[Component]) -> str:
    """Every component with its licence, then the texts."""
    lines = ["This product contains work of others, each under its own licence:", ""]
    for one in found:
        inside = f", inside {one.within}" if one.within else ""
        rights = f". Copyright {one.rights}" if one.rights else ""
        lines.append(
            f"  {one.name} {one.version}: {one.licence}{inside}{rights}".replace(" :", ":")
        )
    lines += [
        "",
        "Qt, FFmpeg and their bindings are used under the LGPL, as files of their own that may be",
        "replaced; source: https://download.qt.io/official_releases/ and https://ffmpeg.org/",
    ]
    for text, owners in sorted(_owners(found).items()):
        lines += ["", "=" * 78, ", ".join(owners), "=" * 78, "", text]
    return "\n".join(lines) + "\n"


def _owners(found: Sequence[Component]) -> dict[str, list[str]]:
    """Each text once, with whose it is."""
    owners: dict[str, list[str]] = {}
    for one in found:
        for file in one.texts:
            owners.setdefault(file.read_text(encoding="utf-8", errors="replace"), []).append(
                one.name
            )
    for file in sorted((HERE / "third_party").glob("*.txt")):
        owners.setdefault(file.read_text(encoding="utf-8"), []).append(file.stem)
    return owners


def main(words: Sequence[str] | None = None) -> int:
    """Writes both files; 1 where the tree may not be shipped."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("tree", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--frozen", default="", metavar="VERSION")
    given = parser.parse_args(words)
    try:
        found = components(given.tree, given.frozen)
        text = cyclonedx(found, _version(), _moment())
        told = problems(given.tree, found)
    except Refused as refused:
        found, text, told = [], "", [str(refused)]
    for line in told:
        sys.stderr.write(f"{line}\n")
    if told:
        return 1
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "clinic-kiosk.cdx.json").write_text(text, encoding="utf-8")
    (given.out / "THIRD-PARTY.txt").write_text(notices(found), encoding="utf-8")
    sys.stdout.write(f"{len(found)} components, each under a licence that may be shipped\n")
    return 0


def _moment() -> datetime:
    """Of the build: as told for reproducible ones (reproducible-builds.org), else now."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(told), UTC) if told else datetime.now(UTC)


def _version() -> str:
    found = re.search(r'__version__ = "([^"]+)"', (ROOT / "kiosk/__init__.py").read_text("utf-8"))
    return found.group(1) if found else ""


if __name__ == "__main__":
    sys.exit(main())
