"""What a check of the whole record found, for whoever asks: the ``verify`` command, a supervisor, a court."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """What is wrong. Each is either tampering or a bug of ours; none can happen by a crash."""

    UNREADABLE = "unreadable"
    DATABASE_DAMAGED = "database_damaged"
    SCHEMA_UNKNOWN = "schema_unknown"
    ENTRY_CHANGED = "entry_changed"
    ENTRY_MISSING = "entry_missing"
    ENTRY_OUT_OF_ORDER = "entry_out_of_order"
    LINK_BROKEN = "link_broken"
    PERSONAL_PART_CHANGED = "personal_part_changed"
    END_CUT_OFF = "end_cut_off"
    ANCHOR_CHANGED = "anchor_changed"
    ANCHOR_MISSING = "anchor_missing"
    ANCHORED_ENTRY_CHANGED = "anchored_entry_changed"
    EVENT_MISSING = "event_missing"
    CASE_WITHOUT_AUDIT = "case_without_audit"
    CHAIN_WITHOUT_CASE = "chain_without_case"
    CASE_STATE_NOT_AUDITED = "case_state_not_audited"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        chain: The chain it is in; empty when it is in none.
        entry: Number of the entry in its chain, of the anchor or of the event; None when it is about none.
        detail: Technical words.
    """

    kind: FindingKind
    chain: str
    entry: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """What was checked and what was found.

    Attributes:
        erased: Entries whose personal part was erased on request; that is no finding.
        found: How much was found; ``findings`` names the first thousand.
    """

    chains: int
    entries: int
    erased: int
    anchors: int
    events: int
    found: int
    findings: tuple[Finding, ...]

    @property
    def is_intact(self) -> bool:
        """Whether nothing was found."""
        return self.found == 0

    def as_json(self) -> dict[str, object]:
        """Return the report as ``verify`` prints it."""
        return {"ok": self.is_intact, **asdict(self)}


class NoStore(Exception):
    """There is no database in this folder."""
