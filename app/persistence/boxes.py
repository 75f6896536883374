"""Boxes and contracts: what is known of a car and its people before anything happens.

Both are stored together with what they are found by (``records``).
"""

from typing import Final

from sqlalchemy import Connection, bindparam, or_, select

from app.domain.box import Box
from app.domain.ids import ContractId, Imei
from app.domain.subscription import Contract
from app.persistence.obligation import Obligation
from app.persistence.record_mapping import box_from, contract_from
from app.persistence.records import put_box, put_contract
from app.persistence.tables import boxes, contracts

_BOX: Final = select(boxes).where(boxes.c.imei == bindparam("imei"))
"""Made once: every frame asks for its box."""


class SqlBoxRepository:
    """``BoxRepository`` in the table ``boxes``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def find(self, imei: Imei) -> Box | None:
        """Return the box, or None for a stranger."""
        return find_box(self._connection, imei)

    def put(self, box: Box) -> None:
        """Store a box, replacing what was known of it."""
        self._obligation.changed("box")
        put_box(self._connection, box)

    def of_same_car(self, imei: Imei) -> tuple[Imei, ...]:
        """Return the other boxes on record of this box's car, by IMEI."""
        return of_same_car(self._connection, imei)


class SqlContractRepository:
    """``ContractRepository`` in the table ``contracts``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def find(self, contract_id: ContractId) -> Contract | None:
        """Return the contract, or None."""
        return find_contract(self._connection, contract_id)

    def put(self, contract: Contract) -> None:
        """Store a contract, replacing what was known of it."""
        self._obligation.changed("contract")
        put_contract(self._connection, contract)


def find_box(connection: Connection, imei: Imei) -> Box | None:
    """Return the box on record, or None."""
    row = connection.execute(_BOX, {"imei": imei}).first()
    return None if row is None else box_from(row)


def find_contract(connection: Connection, contract_id: ContractId) -> Contract | None:
    """Return the contract, or None."""
    row = connection.execute(select(contracts).where(contracts.c.contract_id == contract_id)).first()
    return None if row is None else contract_from(row)


def of_same_car(connection: Connection, imei: Imei) -> tuple[Imei, ...]:
    """Return the other boxes on record of this box's car, by IMEI."""
    box = find_box(connection, imei)
    if box is None:
        return ()
    same = [boxes.c.contract_id == box.contract_id] if box.contract_id else []
    same += [boxes.c.plate_key == box.car.key] if box.car and box.car.key else []
    if not same:
        return ()
    found = select(boxes).where(or_(*same), boxes.c.imei != imei).order_by(boxes.c.imei)
    others = map(box_from, connection.execute(found))
    return tuple(other.imei for other in others if box.is_in_car_of(other))
