"""What Windows shows of the programs in their properties, and inventories read."""

from typing import Any, Final

from kiosk import __version__

_ENGLISH_UNICODE: Final = "040904B0"
_TEXTS: Final = {
    "CompanyName": "Clinic kiosk contributors",
    "FileDescription": "Clinic kiosk",
    "LegalCopyright": "Apache-2.0",
    "ProductName": "Clinic kiosk",
    "FileVersion": __version__,
    "ProductVersion": __version__,
}


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """A version as Windows has it: 0.1.0 is (0, 1, 0, 0); what follows the numbers is left out."""
    numbers = [int(part) for part in version.partition("+")[0].split(".") if part.isdigit()]
    major, minor, patch, build, *_ = (*numbers, 0, 0, 0, 0)
    return major, minor, patch, build


def version_resource(name: str) -> Any:
    """For PyInstaller, which reads it on Windows alone."""
    from PyInstaller.utils.win32 import versioninfo  # noqa: PLC0415 - not there on other systems

    texts = _TEXTS | {"InternalName": name, "OriginalFilename": f"{name}.exe"}
    strings = [versioninfo.StringStruct(*one) for one in texts.items()]
    number = four_numbers(__version__)
    return versioninfo.VSVersionInfo(
        ffi=versioninfo.FixedFileInfo(filevers=number, prodvers=number),
        kids=[
            versioninfo.StringFileInfo([versioninfo.StringTable(_ENGLISH_UNICODE, strings)]),
            versioninfo.VarFileInfo([versioninfo.VarStruct("Translation", [0x0409, 0x04B0])]),
        ],
    )
