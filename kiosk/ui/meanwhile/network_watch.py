"""Hears from the operating system that this PC's network is back.

A good word is only a hint: a portal or a broken proxy looks like a network, too. So it wakes the
sender, and never keeps it from trying. Where the system tells nothing, the sender's timer remains.
"""

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

Reachability = QNetworkInformation.Reachability


class NetworkWatch(QObject):
    """Watches the network of this PC.

    Signals:
        back: there is more of it than a moment ago.
    """

    back = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known = Reachability.Unknown

    def start(self) -> bool:
        """Listen from now on; whether the system tells of its network at all."""
        if not QNetworkInformation.loadDefaultBackend():
            return False
        system = QNetworkInformation.instance()
        self._known = system.reachability()
        system.reachabilityChanged.connect(self.hear)
        return True

    def hear(self, reachability: QNetworkInformation.Reachability) -> None:
        """It is so now, says the system."""
        better = reachability.value > max(self._known.value, Reachability.Disconnected.value)
        self._known = reachability
        if better:
            self.back.emit()
