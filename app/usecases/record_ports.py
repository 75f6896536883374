"""What looking up and importing contracts and boxes needs from outside; ports beside those of ``ports.py``."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.domain.box import Box
from app.domain.ids import AccountId, CaseId, ContractId, Imei
from app.domain.subscription import Contract
from app.usecases.record_text import CarRecord


class ImportState(StrEnum):
    """What became of an import after everything in it was checked."""

    APPLYING = "applying"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportDecided:
    """An import whose every row was found good: from here on it is carried out, whatever is switched off meanwhile.

    Attributes:
        digest: SHA-256 of the file, hexadecimal.
        ended_at: None = rows of it are still being put in place.
    """

    import_id: str
    state: ImportState
    account_id: AccountId
    actor_name: str
    desk: str
    digest: str
    size_bytes: int
    added: int
    changed: int
    unchanged: int
    decided_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlateHolder:
    """A contract or a box that names a car of this plate (``key_of``).

    Attributes:
        contract_id: Whose policy names it, or whose box is in it; None = a box without contract.
        imei: The box; None = the policy names the car.
    """

    plate_key: str
    contract_id: ContractId | None
    imei: Imei | None


class RecordReader(Protocol):
    """Reads of contracts and boxes."""

    def find_records(self, text: str, limit: int) -> tuple[CarRecord, ...]:
        """Return records in which every word of the text stands: plate, phone, name, policy, IMEI, place, any part.

        Words of fewer than three letters or digits are met only together with longer ones. At most ``limit``.
        """
        ...

    def record_of_contract(self, contract_id: ContractId) -> CarRecord | None:
        """Return a contract with its boxes, or None."""
        ...

    def record_of_box(self, imei: Imei) -> CarRecord | None:
        """Return a box with its contract and that contract's other boxes, or None."""
        ...

    def records_of_policies(self, policies: Collection[str]) -> Mapping[str, tuple[CarRecord, ...]]:
        """Return the records of these policy numbers, as they are written; more than one where a number stands twice.

        At most a few hundred at once.
        """
        ...

    def boxes_of(self, imeis: Collection[Imei]) -> Mapping[Imei, Box]:
        """Return these boxes, those that there are. At most a few hundred at once."""
        ...

    def records_of_plates(self, plate_keys: Collection[str]) -> tuple[CarRecord, ...]:
        """Return the records with a car of these plates (``key_of``). At most a few hundred at once."""
        ...

    def plate_holders(self, plate_keys: Collection[str]) -> tuple[PlateHolder, ...]:
        """Return who names a car of these plates. At most a few hundred at once."""
        ...

    def not_entered(self, most: int) -> tuple[tuple[ContractId, ...], tuple[Imei, ...]]:
        """Return contracts, and boxes without one, that cannot be found yet; at most so many of each."""
        ...

    def running_import(self) -> ImportDecided | None:
        """Return the import that is being put in place, or None."""
        ...


class RecordLog(RecordReader, Protocol):
    """Contracts and boxes, many at once, and the imports that bring them."""

    def put_many(self, contracts: Sequence[Contract], boxes: Sequence[Box]) -> None:
        """Store contracts and boxes, replacing what was known of them."""
        ...

    def open_cases_of(self, contract_ids: Collection[ContractId], imeis: Collection[Imei]) -> tuple[CaseId, ...]:
        """Return the open cases of these contracts and boxes."""
        ...

    def enter(self, contract_ids: Collection[ContractId], imeis: Collection[Imei]) -> None:
        """Let records be found that were stored before there was a search."""
        ...

    def put_import(self, decided: ImportDecided) -> None:
        """Store an import, or what became of it."""
        ...
