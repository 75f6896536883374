"""What the search needs to know of cases; a port beside those of ``queries``."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from app.domain.ids import CaseId, CaseNumber, ContractId, Imei


@dataclass(frozen=True, slots=True)
class OpenCaseText:
    """What an open case is found by, with its contract and box, in the spelling of ``record_text``.

    Attributes:
        texts: In the order of ``SEARCHED``.
    """

    case_id: CaseId
    texts: tuple[str, ...]


class CaseFinder(Protocol):
    """Cases by what is known of them."""

    def cases_of_numbers(self, numbers: Collection[CaseNumber]) -> tuple[CaseId, ...]:
        """Return the cases with these numbers, newest first; a number of none is left out."""
        ...

    def cases_of_records(
        self, contract_ids: Collection[ContractId], imeis: Collection[Imei], most: int
    ) -> tuple[CaseId, ...]:
        """Return the cases of these contracts and boxes: open ones first, then the newest; at most so many."""
        ...

    def open_case_texts(self) -> tuple[OpenCaseText, ...]:
        """Return what each open case is found by: its place, what its callers said, its contract and box."""
        ...
