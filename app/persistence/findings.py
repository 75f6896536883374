"""Gather what a check finds, and how much it looked at."""

from app.usecases.audit_report import Finding, FindingKind, VerificationReport


class Findings:
    """Findings in the order in which they were made, and counts of what was read."""

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self.chains = 0
        self.entries = 0
        self.erased = 0
        self.anchors = 0
        self.events = 0

    def add(self, kind: FindingKind, detail: str, *, chain: str = "", entry: int | None = None) -> None:
        """Note something that is wrong."""
        self._found.append(Finding(kind, chain, entry, detail))

    def report(self) -> VerificationReport:
        """Return everything, as it stands now."""
        return VerificationReport(
            chains=self.chains,
            entries=self.entries,
            erased=self.erased,
            anchors=self.anchors,
            events=self.events,
            findings=tuple(self._found),
        )
