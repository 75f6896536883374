"""Questions about contracts and imports to the service; the part of ``RestBackend`` that stands apart for its size."""

import base64
from typing import TypeVar
from urllib.parse import quote

from app.api.imports import BeginImport, ColumnsInfo, ImportInfo, ImportPart
from app.api.model import ApiModel
from app.api.records import FindRecords, FoundRecords, MendRecord, OpenRecord, RecordDetail
from app.api.search import Search, SearchFound
from app.domain.imports import ImportKind
from ui.ports import Reply
from ui.requests import Request, Requests

M = TypeVar("M", bound=ApiModel)


class RestRegistry:
    """``Registry``, ``Searching`` and ``ImportService`` over REST; whoever is one has the ``requests``."""

    requests: Requests

    def find_records(self, text: str, reply: Reply[FoundRecords]) -> None:
        """Find records."""
        self._ask("/v1/records/find", FindRecords(text=text), FoundRecords, reply)

    def open_record(self, which: OpenRecord, reply: Reply[RecordDetail]) -> None:
        """Look at one record (audited)."""
        self._ask("/v1/records/open", which, RecordDetail, reply)

    def mend_record(self, command: MendRecord, reply: Reply[RecordDetail]) -> None:
        """Mend a record, or put a new one on record."""
        self._ask("/v1/records/mend", command, RecordDetail, reply)

    def search(self, command: Search, reply: Reply[SearchFound]) -> None:
        """Find what a text may mean."""
        self._ask("/v1/search", command, SearchFound, reply)

    def import_columns(self, kind: ImportKind, reply: Reply[ColumnsInfo]) -> None:
        """Read the columns of a file, and its template."""
        self.requests.send(Request(f"/v1/imports/columns/{kind}", None, ColumnsInfo.model_validate_json, reply))

    def begin_import(self, kind: ImportKind, size_bytes: int, reply: Reply[ImportInfo]) -> None:
        """Begin an import."""
        self._ask("/v1/imports", BeginImport(kind=kind, size_bytes=size_bytes), ImportInfo, reply)

    def send_part(self, import_id: str, offset: int, content: bytes, reply: Reply[ImportInfo]) -> None:
        """Send the next bytes of its file."""
        part = ImportPart(offset=offset, content=base64.b64encode(content))
        self._ask(f"{_path(import_id)}/parts", part, ImportInfo, reply)

    def check_import(self, import_id: str, reply: Reply[ImportInfo]) -> None:
        """Have it checked."""
        self._ask(f"{_path(import_id)}/check", None, ImportInfo, reply)

    def apply_import(self, import_id: str, reply: Reply[ImportInfo]) -> None:
        """Have it put in place."""
        self._ask(f"{_path(import_id)}/apply", None, ImportInfo, reply)

    def drop_import(self, import_id: str, reply: Reply[ImportInfo]) -> None:
        """Have it forgotten."""
        self._ask(f"{_path(import_id)}/drop", None, ImportInfo, reply)

    def read_import(self, import_id: str, reply: Reply[ImportInfo]) -> None:
        """Read how far it is."""
        self.requests.send(Request(_path(import_id), None, ImportInfo.model_validate_json, reply))

    def _ask(self, path: str, command: ApiModel | None, model: type[M], reply: Reply[M]) -> None:
        body = b"{}" if command is None else command.model_dump_json().encode()
        self.requests.send(Request(path, body, model.model_validate_json, reply))


def _path(import_id: str) -> str:
    return f"/v1/imports/{quote(import_id, safe='')}"
