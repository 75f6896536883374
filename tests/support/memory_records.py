"""Contracts and boxes in dictionaries, many at once; beside ``memory``, which has them one by one."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import astuple

from app.domain.box import Box
from app.domain.case import Case, CaseState
from app.domain.ids import CaseId, ContractId, Imei
from app.domain.spelling import key_of
from app.domain.subscription import Contract
from app.persistence.obligation import Obligation
from app.usecases.record_ports import ImportDecided, ImportState, PlateHolder
from app.usecases.record_text import CarRecord, folded, found_by, plates_of


class InMemoryRecordLog:
    """``RecordLog``, and the ``RecordReader`` that goes with it except for the search."""

    def __init__(
        self,
        obligation: Obligation,
        contracts: dict[ContractId, Contract],
        boxes: dict[Imei, Box],
        cases: Callable[[], Iterable[Case]],
    ) -> None:
        self._obligation = obligation
        self._contracts = contracts
        self._boxes = boxes
        self._cases = cases
        self.imports: dict[str, ImportDecided] = {}

    def put_many(self, contracts_put: Sequence[Contract], boxes_put: Sequence[Box]) -> None:
        self._obligation.changed("contracts and boxes")
        self._contracts.update({one.contract_id: one for one in contracts_put})
        self._boxes.update({one.imei: one for one in boxes_put})

    def open_cases_of(self, contract_ids: Collection[ContractId], imeis: Collection[Imei]) -> tuple[CaseId, ...]:
        found = (one for one in self._cases() if one.contract_id in contract_ids or one.imei in imeis)
        return tuple(sorted(one.case_id for one in found if one.state is CaseState.OPEN))

    def enter(self, contract_ids: Collection[ContractId], imeis: Collection[Imei]) -> None:
        """Nothing to do: the search here reads everything anew."""

    def not_entered(self, most: int) -> tuple[tuple[ContractId, ...], tuple[Imei, ...]]:  # noqa: ARG002 - none ever
        return (), ()

    def put_import(self, decided: ImportDecided) -> None:
        self._obligation.changed("import")
        self.imports[decided.import_id] = decided

    def running_import(self) -> ImportDecided | None:
        return next((one for one in self.imports.values() if one.state is ImportState.APPLYING), None)

    def find_records(self, text: str, limit: int) -> tuple[CarRecord, ...]:
        alone = [CarRecord(None, (one,)) for one in self._boxes.values() if one.contract_id is None]
        every = [*map(self._record, self._contracts.values()), *alone]
        words = folded(text).split()
        said = ((one, " ".join(astuple(found_by(one.contract, one.boxes)))) for one in every)
        return tuple(one for one, text in said if words and all(word in text for word in words))[:limit]

    def record_of_contract(self, contract_id: ContractId) -> CarRecord | None:
        contract = self._contracts.get(contract_id)
        return None if contract is None else self._record(contract)

    def record_of_box(self, imei: Imei) -> CarRecord | None:
        box = self._boxes.get(imei)
        if box is None:
            return None
        return (None if box.contract_id is None else self.record_of_contract(box.contract_id)) or CarRecord(
            None, (box,)
        )

    def records_of_policies(self, policies: Collection[str]) -> Mapping[str, tuple[CarRecord, ...]]:
        found: dict[str, tuple[CarRecord, ...]] = {}
        for one in self._contracts.values():
            if one.policy_number in policies:
                found[one.policy_number] = (*found.get(one.policy_number, ()), self._record(one))
        return found

    def boxes_of(self, imeis: Collection[Imei]) -> Mapping[Imei, Box]:
        return {imei: self._boxes[imei] for imei in imeis if imei in self._boxes}

    def records_of_plates(self, plate_keys: Collection[str]) -> tuple[CarRecord, ...]:
        alone = [CarRecord(None, (one,)) for one in self._boxes.values() if one.contract_id is None]
        every = [*map(self._record, self._contracts.values()), *alone]
        return tuple(
            one for one in every if any(key_of(plate) in plate_keys for plate in plates_of(one.contract, one.boxes))
        )

    def plate_holders(self, plate_keys: Collection[str]) -> tuple[PlateHolder, ...]:
        of_boxes = [
            PlateHolder(key_of(one.car.plate), one.contract_id, one.imei) for one in self._boxes.values() if one.car
        ]
        named = self._contracts.values()
        of_policies = [PlateHolder(key_of(one.car.plate), one.contract_id, None) for one in named if one.car]
        return tuple(one for one in of_boxes + of_policies if one.plate_key in plate_keys)

    def _record(self, contract: Contract) -> CarRecord:
        theirs = (one for one in self._boxes.values() if one.contract_id == contract.contract_id)
        return CarRecord(contract, tuple(sorted(theirs, key=lambda one: one.imei)))
