"""Files to import, by hand and by the thousand, and an import of one in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.ids import new_id
from app.domain.imports import ImportKind
from app.settings import Settings
from app.usecases.actor import SERVICE
from app.usecases.import_apply import DecideImport, decide_import, end_import, put_in_place
from app.usecases.import_check import Findings, ImportCheck, batches
from app.usecases.import_ready import ReadyText, ready_rows
from app.usecases.import_rows import ReadRow
from tests.support.clocks import StandingClock
from tests.support.memory import InMemoryUnitOfWork

HEAD = "policy_number;subscriber_name;subscriber_phone;plate;imei;box_model;ends_on"
ROW = "58-1;An Janssens;0470 12 34 56;1abc234;356307042441013;Teltonika FMC640;31/12/2027"


def lines(*rows: str, head: str = HEAD) -> bytes:
    """A CSV file as a Belgian spreadsheet saves it."""
    return "".join(f"{row}\r\n" for row in (head, *rows)).encode()


@dataclass
class Importer:
    """Imports files into a unit of work in memory, a few rows at a time, as the service does."""

    folder: Path
    unit: InMemoryUnitOfWork
    clock: StandingClock

    def check(self, content: bytes, kind: ImportKind = ImportKind.CONTRACTS) -> tuple[Findings, list[ReadRow]]:
        """Read and check a file."""
        path = self.folder / "file"
        path.write_bytes(content)
        check = ImportCheck(kind)
        rows = [row for batch in batches(path, 3, check) for row in check.check(batch, self.unit.records)]
        check.finish()
        return check.findings, rows

    def faults(self, content: bytes, kind: ImportKind = ImportKind.CONTRACTS) -> list[tuple[int, str, str]]:
        """Where what is wrong with a file: line, column, code."""
        findings, _ = self.check(content, kind)
        assert findings.fault_count == len(findings.faults)
        return [(one.line, one.column, one.code) for one in findings.faults]

    def put(self, content: bytes, kind: ImportKind = ImportKind.CONTRACTS) -> Findings:
        """Import a file that has no fault."""
        findings, rows = self.check(content, kind)
        assert findings.faults == []
        self._apply(findings, rows, kind)
        self.unit.check_audited()
        return findings

    def _apply(self, findings: Findings, rows: Sequence[ReadRow], kind: ImportKind) -> None:
        command = DecideImport(SERVICE, new_id(), "0" * 64, 1, findings.added, findings.changed, findings.unchanged)
        decided = decide_import(command, self.unit, self.clock)
        if decided.ended_at is not None:
            return
        for start in range(0, len(rows), 2):
            some = list(ready_rows(ReadyText().lines(rows[start : start + 2])))
            put_in_place(some, kind, decided, self.unit, self.clock, Settings())
        end_import(decided, self.unit, self.clock.now())
