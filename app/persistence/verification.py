"""Check the whole record: every hash, every link, every anchor, and that what happened is in it.

Reads beside a running service, in one snapshot, and cannot write. The exported lines are read before the snapshot is
taken, so a service that anchors meanwhile raises no alarm.
"""

from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from app.persistence.anchor_check import check_anchors
from app.persistence.anchors import EXPORT_NAME
from app.persistence.chain_check import check_chains
from app.persistence.engine import checker_engine
from app.persistence.findings import Findings
from app.persistence.presence_check import check_presence
from app.persistence.schema import newest_revision, revision_of
from app.persistence.store import DATABASE_NAME
from app.usecases.audit_report import FindingKind, NoStore, VerificationReport


def verify(folder: Path) -> VerificationReport:
    """Check the record of a data folder, whether or not a service runs there.

    Raises:
        NoStore: There is no database in the folder.
    """
    file = folder / DATABASE_NAME
    if not file.is_file() or file.stat().st_size == 0:
        raise NoStore(str(file))
    exported = folder / EXPORT_NAME
    lines = exported.read_text(encoding="utf-8", errors="replace") if exported.exists() else ""
    findings = Findings()
    engine = checker_engine(file)
    try:
        with engine.connect() as connection, connection.begin():
            _check(connection, findings, lines.splitlines(keepends=True))
    except DBAPIError as fault:
        findings.add(FindingKind.DATABASE_DAMAGED, str(fault.orig))
    finally:
        engine.dispose()
    return findings.report()


def _check(connection: Connection, findings: Findings, exported: list[str]) -> None:
    revision = revision_of(connection)
    if revision != newest_revision():
        findings.add(FindingKind.SCHEMA_UNKNOWN, f"revision {revision}; this program checks {newest_revision()}")
        return
    for row in connection.execute(text("PRAGMA quick_check")):
        if row[0] != "ok":
            findings.add(FindingKind.DATABASE_DAMAGED, str(row[0]))
    check_chains(connection, findings)
    check_anchors(connection, findings, exported)
    check_presence(connection, findings)
