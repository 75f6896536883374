"""Fetches a small file from an address outside of the centre: the list of versions, and nothing else."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

PATIENCE_MS = 15_000
LARGEST = 65_536


class Downloader(QObject):
    """Fetches over https, or from a file or share; through the system's proxy, without cookies or names."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._network = QNetworkAccessManager(self)
        self._network.setAutoDeleteReplies(True)
        self._network.setRedirectPolicy(QNetworkRequest.RedirectPolicy.NoLessSafeRedirectPolicy)

    def fetch(self, address: str, done: Callable[[bytes | None], None]) -> None:
        """Call ``done`` with what lies there; None = it cannot be had, or is no small file."""
        request = QNetworkRequest(QUrl(address))
        request.setTransferTimeout(PATIENCE_MS)
        request.setRawHeader(b"User-Agent", b"")
        reply = self._network.get(request)
        reply.setReadBufferSize(LARGEST + 1)
        reply.finished.connect(lambda: done(_content(reply)))


def _content(reply: QNetworkReply) -> bytes | None:
    if reply.error() is not QNetworkReply.NetworkError.NoError:
        return None
    content = bytes(reply.read(LARGEST + 1).data())
    return content if len(content) <= LARGEST else None
