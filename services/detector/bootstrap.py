"""Composition of the service: where its parts are made and joined, the only place that knows ``app.persistence``."""

from pathlib import Path

from app.persistence.verification import verify
from app.usecases.audit_report import VerificationReport


def verify_store(folder: Path) -> VerificationReport:
    """Check the record of a data folder, beside a running service or without one.

    Raises:
        NoStore: There is no database in the folder.
    """
    return verify(folder)
