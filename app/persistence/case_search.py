"""Cases as the search looks for them: by number, by contract and box, and the open ones by what they say themselves.

A search runs with every key that is pressed, so nothing here reads a case whole.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import chain, zip_longest
from typing import Any

from sqlalchemy import Connection, or_, select

from app.domain.ids import CaseId, CaseNumber, ContractId, Imei
from app.domain.spelling import key_of
from app.persistence.bulk import among
from app.persistence.caller_tables import callers
from app.persistence.record_search import texts_of
from app.persistence.rows import AnyRow, all_rows
from app.persistence.tables import CASE_OPEN, cases
from app.usecases.record_text import SEARCHED, folded, number_spellings
from app.usecases.search_ports import OpenCaseText


class SqlCaseFinder:
    """``CaseFinder`` in one snapshot; whoever is one has the ``_connection``."""

    _connection: Connection

    def cases_of_numbers(self, numbers: Collection[CaseNumber]) -> tuple[CaseId, ...]:
        """Return the cases with these numbers, newest first."""
        found = select(cases.c.case_id).where(cases.c.number.in_(numbers)).order_by(cases.c.number.desc())
        return tuple(CaseId(one) for one in self._connection.execute(found).scalars())

    def cases_of_records(
        self, contract_ids: Collection[ContractId], imeis: Collection[Imei], most: int
    ) -> tuple[CaseId, ...]:
        """Return the cases of these contracts and boxes: open ones first, then the newest."""
        of_contract = among(self._connection, cases.c.contract_id, contract_ids)
        is_theirs = or_(of_contract, among(self._connection, cases.c.imei, imeis))
        order = (cases.c.closed_at.is_not(None), cases.c.received_at.desc())
        found = select(cases.c.case_id).where(is_theirs).order_by(*order).limit(most)
        return tuple(CaseId(one) for one in self._connection.execute(found).scalars())

    def open_case_texts(self) -> tuple[OpenCaseText, ...]:
        """Return what each open case is found by."""
        columns = (cases.c.case_id, cases.c.contract_id, cases.c.imei, cases.c.place, cases.c.report)
        said = all_rows(self._connection, select(*columns).where(CASE_OPEN))
        ids, imeis = {row.contract_id for row in said} - {None}, {row.imei for row in said}
        on_record = texts_of(self._connection, ids, imeis)
        of_callers = select(callers.c.case_id, callers.c.name, callers.c.e164).join(
            cases, cases.c.case_id == callers.c.case_id
        )
        called: dict[str, list[AnyRow]] = {}
        for row in all_rows(self._connection, of_callers.where(CASE_OPEN)):
            called.setdefault(row.case_id, []).append(row)
        return tuple(
            OpenCaseText(
                CaseId(row.case_id),
                _joined(_texts(row, called.get(row.case_id, [])), on_record.get(row.contract_id or row.imei, ())),
            )
            for row in said
        )


def _joined(texts: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(one for one in both if one) for both in zip_longest(texts, others, fillvalue=""))


def _texts(row: AnyRow, called: Sequence[AnyRow]) -> tuple[str, ...]:
    report = row.report or {}
    numbers = chain.from_iterable(number_spellings(row.e164) for row in called if row.e164)
    found = {
        "plate": key_of(report.get("plate") or "").casefold(),
        "phone": " ".join(dict.fromkeys(numbers)),
        "name": " ".join(dict.fromkeys(folded(row.name) for row in called if row.name)),
        "box": row.imei,
        "place": _place_text(row.place or {}, report.get("whereabouts") or ""),
    }
    return tuple(found.get(name, "") for name in SEARCHED)


def _place_text(place: Mapping[str, Any], whereabouts: str) -> str:
    names = dict.fromkeys((place.get("municipality") or {}).values())
    parts = [place.get("postcode") or "", *names, place.get("nearest_place") or "", whereabouts]
    return folded(" ".join(part for part in parts if part))
