"""What both units of work can do beyond the port."""

from typing import Protocol

from app.usecases.store import JobUnit


class AnyUnit(JobUnit, Protocol):
    """A unit of work that can say what it owes the audit."""

    def check_audited(self) -> None: ...
