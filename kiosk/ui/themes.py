"""The colours of the themes, for what is drawn without QML."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtQml import QQmlEngine


def theme_tokens(engine: QQmlEngine, theme: str) -> Mapping[str, Any]:
    """The colours of a theme by their names, as `Theme.qml` has them."""
    found: Any = engine.singletonInstance("kiosk.ui", "Theme")
    themes: dict[str, dict[str, Any]] = found.property("themes").toVariant()
    return themes[theme]
