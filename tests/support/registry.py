"""The part of ``FakeBackend`` that is asked about contracts and imports."""

from typing import Any

from app.api.imports import ColumnsInfo, ImportInfo
from app.api.model import ApiModel
from app.api.records import FoundRecords, MendRecord, OpenRecord, RecordDetail
from app.api.search import Search, SearchFound
from app.domain.imports import ImportKind
from ui.ports import Reply


class FakeRegistry:
    """``Registry``, ``Searching`` and ``ImportService``; whoever is one keeps what was asked."""

    def _ask(self, what: str, about: str, command: ApiModel | None, reply: Reply[Any]) -> None:
        raise NotImplementedError

    def find_records(self, text: str, reply: Reply[FoundRecords]) -> None:
        self._ask("find_records", text, None, reply)

    def open_record(self, which: OpenRecord, reply: Reply[RecordDetail]) -> None:
        self._ask("open_record", which.contract_id or which.imei or "", which, reply)

    def mend_record(self, command: MendRecord, reply: Reply[RecordDetail]) -> None:
        self._ask("mend_record", command.contract_id or "", command, reply)

    def search(self, command: Search, reply: Reply[SearchFound]) -> None:
        self._ask("search", command.text, command, reply)

    def import_columns(self, kind: ImportKind, reply: Reply[ColumnsInfo]) -> None:
        self._ask("import_columns", kind, None, reply)

    def begin_import(self, kind: ImportKind, size_bytes: int, reply: Reply[ImportInfo]) -> None:
        self._ask("begin_import", f"{kind} {size_bytes}", None, reply)

    def send_part(self, import_id: str, offset: int, content: bytes, reply: Reply[ImportInfo]) -> None:
        self._ask("send_part", f"{import_id} {offset} {content!r}", None, reply)

    def check_import(self, import_id: str, reply: Reply[ImportInfo]) -> None:
        self._ask("check_import", import_id, None, reply)

    def apply_import(self, import_id: str, reply: Reply[ImportInfo]) -> None:
        self._ask("apply_import", import_id, None, reply)

    def drop_import(self, import_id: str, reply: Reply[ImportInfo]) -> None:
        self._ask("drop_import", import_id, None, reply)

    def read_import(self, import_id: str, reply: Reply[ImportInfo]) -> None:
        self._ask("read_import", import_id, None, reply)
