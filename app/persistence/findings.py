"""Gather what a check finds, and how much it looked at."""

from typing import Final

from app.usecases.audit_report import Finding, FindingKind, VerificationReport

NAMED: Final = 1000


class Findings:
    """The first findings in the order in which they were made, and counts of what was found and read."""

    def __init__(self) -> None:
        self._named: list[Finding] = []
        self.found = 0
        self.chains = 0
        self.entries = 0
        self.erased = 0
        self.anchors = 0
        self.events = 0

    def add(self, kind: FindingKind, detail: str, *, chain: str = "", entry: int | None = None) -> None:
        """Note something that is wrong."""
        self.found += 1
        if self.found <= NAMED:
            self._named.append(Finding(kind, chain, entry, detail))

    def report(self) -> VerificationReport:
        """Return everything, as it stands now."""
        return VerificationReport(
            chains=self.chains,
            entries=self.entries,
            erased=self.erased,
            anchors=self.anchors,
            events=self.events,
            found=self.found,
            findings=tuple(self._named),
        )
