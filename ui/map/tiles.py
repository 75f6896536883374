"""Tiles of the centre's own map server, fetched by the desk and served to the page as one of our own files.

The page never learns of any network: it asks its own scheme for "tiles/z/x/y", and its three locks stay as they are.
Only the desk asks, only the one address that an administrator set, only for tiles that exist on a map, and with nothing
but their numbers in the question; it follows no redirection to anybody else and keeps nothing on the disk. A tile that
does not come stays empty, and the shipped ground shows through.
"""

import re
from dataclasses import dataclass
from typing import Final

import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QObject, QUrl
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob

from app.api.service import MapTiles

PATIENCE_MS: Final = 10_000
MOST_BYTES: Final = 2_000_000
CLOSEST: Final = 19
_PATH: Final = re.compile(r"/tiles/(\d{1,2})/(\d{1,6})/(\d{1,6})")


@dataclass(frozen=True, slots=True)
class Tile:
    """One square of the map: zoom, column, row."""

    z: int
    x: int
    y: int


def tile_of(path: str) -> Tile | None:
    """Return the tile that a path of the page names; None = it names none that exists."""
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    z, x, y = (int(number) for number in found.groups())
    return Tile(z, x, y) if z <= CLOSEST and x < 2**z and y < 2**z else None


class TileServer(QObject):
    """Fetches tiles from one address. ``asked`` counts what was asked for."""

    def __init__(self, tiles: MapTiles, parent: QObject) -> None:
        super().__init__(parent)
        self._address = tiles.address
        self._network = QNetworkAccessManager(self)
        self.asked = 0

    def serve(self, tile: Tile, job: QWebEngineUrlRequestJob) -> None:
        """Answer the job with the tile, or let it fail."""
        self.asked += 1
        address = self._address.replace("{z}", str(tile.z)).replace("{x}", str(tile.x)).replace("{y}", str(tile.y))
        request = QNetworkRequest(QUrl(address))
        request.setAttribute(
            QNetworkRequest.Attribute.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.SameOriginRedirectPolicy
        )
        request.setAttribute(QNetworkRequest.Attribute.CookieLoadControlAttribute, QNetworkRequest.LoadControl.Manual)
        request.setTransferTimeout(PATIENCE_MS)
        request.setHeader(QNetworkRequest.KnownHeaders.UserAgentHeader, "vivium-bijstand-desk")
        reply = self._network.get(request)
        reply.finished.connect(lambda: _answer(job, reply))


def _answer(job: QWebEngineUrlRequestJob, reply: QNetworkReply) -> None:
    """Hand the tile on; the page may have moved on and its job be gone."""
    reply.deleteLater()
    if not shiboken6.isValid(job):
        return
    kind = str(reply.header(QNetworkRequest.KnownHeaders.ContentTypeHeader) or "").split(";")[0].strip().lower()
    if reply.error() is not QNetworkReply.NetworkError.NoError or not kind.startswith("image/"):
        job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
        return
    content = reply.readAll()
    if content.isEmpty() or content.size() > MOST_BYTES:
        job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
        return
    store = QBuffer(job)
    store.setData(content)
    job.reply(QByteArray(kind.encode()), store)
