"""Cases: changed only on the version that was read, claimed only by one."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection, Select, delete, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from app.domain.case import Case
from app.domain.errors import Conflict, NotFound
from app.domain.ids import AccountId, CaseId, CaseNumber, EcallId, Imei
from app.persistence.case_mapping import case_from, case_row
from app.persistence.firmware import stamp_firmware
from app.persistence.obligation import Obligation
from app.persistence.rows import AnyRow
from app.persistence.tables import CASE_OPEN, case_ecalls, case_numbers, cases


class SqlCaseRepository:
    """``CaseRepository`` in ``cases``, ``case_ecalls`` and ``case_numbers``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def add(self, case: Case) -> None:
        """Store a new case (version 1)."""
        self._obligation.changed("case", case.case_id)
        self._connection.execute(insert(cases).values(**case_row(case)))
        self._count_by_firmware(case)
        self._put_ecalls(case)

    def get(self, case_id: CaseId) -> Case:
        """Return the case, or raise ``NotFound``."""
        return get_case(self._connection, case_id)

    def save(self, case: Case) -> Case:
        """Store a changed case and return it with the next version, or raise ``Conflict``."""
        following = {**case_row(case), "version": case.version + 1}
        seen = (cases.c.case_id == case.case_id, cases.c.version == case.version)
        if self._connection.execute(update(cases).where(*seen).values(**following)).rowcount == 0:
            self.get(case.case_id)
            raise Conflict("changed")
        self._obligation.changed("case", case.case_id)
        self._count_by_firmware(case)
        if _ecall_ids(self._connection, [case.case_id]).get(case.case_id, []) != list(case.ecall_ids):
            self._connection.execute(delete(case_ecalls).where(case_ecalls.c.case_id == case.case_id))
            self._put_ecalls(case)
        return self.get(case.case_id)

    def renew_claim(self, case_id: CaseId, account_id: AccountId, desk: str, at: datetime) -> bool:
        """Renew a claim without a new version; False when it is not theirs any more."""
        theirs = (cases.c.case_id == case_id, cases.c.claim_account_id == account_id, cases.c.claim_desk == desk)
        return self._connection.execute(update(cases).where(*theirs).values(claim_renewed_at=at)).rowcount == 1

    def next_number(self, year: int) -> CaseNumber:
        """Return the next case number of the year; never the same twice."""
        of_year = case_numbers.c.year == year
        one_more = update(case_numbers).where(of_year).values(last=case_numbers.c.last + 1)
        if self._connection.execute(one_more).rowcount == 0:
            self._connection.execute(insert(case_numbers).values(year=year, last=1))
        last = self._connection.execute(select(case_numbers.c.last).where(of_year)).scalar_one()
        return CaseNumber(f"{year}-{last:06d}")

    def of_box(self, imei: Imei, received_since: datetime) -> tuple[Case, ...]:
        """Return cases of a box received since then, newest first, closed ones too."""
        found = select(cases).where(cases.c.imei == imei, cases.c.received_at >= received_since)
        return _cases(self._connection, found.order_by(cases.c.received_at.desc(), cases.c.number.desc()))

    def of_ecall(self, ecall_id: EcallId) -> Case | None:
        """Return the case an E-call is in, or None."""
        case_id = find_case_of_ecall(self._connection, ecall_id)
        return None if case_id is None else self.get(case_id)

    def open_cases(self) -> tuple[Case, ...]:
        """Return every open case, oldest first."""
        return find_cases(self._connection, CASE_OPEN)

    def _count_by_firmware(self, case: Case) -> None:
        if case.outcome is not None:
            stamp_firmware(self._connection, cases.c.case_id == case.case_id)

    def _put_ecalls(self, case: Case) -> None:
        rows = [
            {"case_id": case.case_id, "position": position, "ecall_id": ecall_id}
            for position, ecall_id in enumerate(case.ecall_ids)
        ]
        if rows:
            self._connection.execute(insert(case_ecalls), rows)


def get_case(connection: Connection, case_id: CaseId) -> Case:
    """Return the case, or raise ``NotFound``."""
    found = find_cases(connection, cases.c.case_id == case_id)
    if not found:
        raise NotFound("not_found", what="case")
    return found[0]


def find_cases(connection: Connection, where: ColumnElement[bool]) -> tuple[Case, ...]:
    """Return cases, oldest first, in two reads."""
    return _cases(connection, select(cases).where(where).order_by(cases.c.received_at, cases.c.number))


def find_case_of_ecall(connection: Connection, ecall_id: EcallId) -> CaseId | None:
    """Return the id of the case an E-call is in, or None."""
    case_id = connection.execute(select(case_ecalls.c.case_id).where(case_ecalls.c.ecall_id == ecall_id)).scalar()
    return None if case_id is None else CaseId(case_id)


def _cases(connection: Connection, chosen: Select[tuple[object, ...]]) -> tuple[Case, ...]:
    rows: list[AnyRow] = list(connection.execute(chosen))
    ecall_ids = _ecall_ids(connection, [row.case_id for row in rows])
    return tuple(case_from(row, ecall_ids.get(row.case_id, [])) for row in rows)


def _ecall_ids(connection: Connection, case_ids: Iterable[str]) -> dict[str, list[str]]:
    columns = case_ecalls.c
    found = select(case_ecalls).where(columns.case_id.in_(case_ids)).order_by(columns.case_id, columns.position)
    by_case = groupby(connection.execute(found), key=lambda row: str(row.case_id))
    return {case_id: [row.ecall_id for row in group] for case_id, group in by_case}
