"""Callers: one row for each time somebody called in about a case; and the car that somebody named."""

from sqlalchemy import Connection, insert, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain.box import Car
from app.domain.ids import AccountId, CallerId, CaseId, Imei
from app.domain.phone_case import Caller, CallerRelation, is_stand_in
from app.persistence.boxes import find_contract
from app.persistence.caller_tables import callers
from app.persistence.cases import find_cases
from app.persistence.obligation import Obligation
from app.persistence.tables import cases
from app.usecases.cars import car_of


class SqlCallerRepository:
    """``CallerRepository`` in the table ``callers``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def add(self, caller: Caller) -> None:
        """Store a new caller."""
        self._obligation.changed("caller", caller.case_id)
        row = {
            "caller_id": caller.caller_id,
            "case_id": caller.case_id,
            "relation": caller.relation.value,
            "name": caller.name,
            "e164": caller.e164,
            "called_at": caller.called_at,
            "taken_by": caller.taken_by,
        }
        self._connection.execute(insert(callers).values(**row))

    def of_case(self, case_id: CaseId) -> tuple[Caller, ...]:
        """Return the callers of a case, oldest first."""
        return find_callers(self._connection, callers.c.case_id == case_id)


def find_told_car(connection: Connection, imei: Imei) -> Car | None:
    """Return the car of a case whose car has no box on record; None = nothing was said of it."""
    if not is_stand_in(imei):
        return None
    for case in find_cases(connection, cases.c.imei == imei):
        contract = None if case.contract_id is None else find_contract(connection, case.contract_id)
        return car_of(case, None, contract)
    return None


def find_callers(connection: Connection, where: ColumnElement[bool]) -> tuple[Caller, ...]:
    """Return callers, oldest first."""
    chosen = select(callers).where(where).order_by(callers.c.called_at, callers.c.caller_id)
    return tuple(
        Caller(
            caller_id=CallerId(row.caller_id),
            case_id=CaseId(row.case_id),
            relation=CallerRelation(row.relation),
            name=row.name,
            e164=row.e164,
            called_at=row.called_at,
            taken_by=AccountId(row.taken_by),
        )
        for row in connection.execute(chosen)
    )
