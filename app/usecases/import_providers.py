"""A list of partners from a spreadsheet: everything is checked, then all of it is put in place, or nothing.

The list is small (hundreds of firms), so it is one text and one transaction. A partner is known by its name; a row is
the whole of it, and a column that the file does not have keeps what is known. Partners that are not in the file stay
as they are: who is not to be asked any more gets a day in ``stopped_on``.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Final

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.ids import ProviderId, new_id
from app.domain.provider import Provider
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down
from app.usecases.provider_cells import COLUMNS, CellsRefused, cells_of, provider_of
from app.usecases.unit_of_work import UnitOfWork

MOST_ROWS: Final = 5000
_MOST_SHOWN: Final = 80

TEMPLATE_ROW: Final[Mapping[str, str]] = {
    "name": "Depannage Oefening",
    "kinds": "tow",
    "phones": "016 00 00 01; 0470 00 00 90",
    "email": "orders@oefening.example",
    "languages": "nl; fr",
    "hours": "always",
    "latitude": "50.8798",
    "longitude": "4.7005",
    "provinces": "VBR",
    "radius_km": "40",
    "skills": "electric; trailer",
    "capacity": "3",
    "price_eur": "145.00",
    "since": "2026-01-01",
}


@dataclass(frozen=True, slots=True)
class ImportProviders:
    """The text of the file. ``is_dry_run``: only say what would happen."""

    actor: Actor
    text: str
    is_dry_run: bool


@dataclass(frozen=True, slots=True)
class RowFaults:
    """What is wrong with a line: code by column, and what stands there; column "" is the line itself."""

    line: int
    faults: Mapping[str, str]
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class ProvidersReport:
    """What the file says, and whether it was done.

    Attributes:
        is_done: Everything stands in the directory; never with a fault.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: list[RowFaults] = field(default_factory=list)
    is_done: bool = False


def import_providers(command: ImportProviders, uow: UnitOfWork, clock: Clock) -> ProvidersReport:
    """Check every row; without a fault, and unless it is a dry run, put all of them in place."""
    report = ProvidersReport()
    known = {one.name.casefold(): one for one in uow.providers.providers()}
    wanted = list(_checked(command.text, known, report))
    if report.faults or command.is_dry_run:
        return report
    for one in wanted:
        uow.providers.put(one)
    facts = {"added": str(report.added), "changed": str(report.changed), "unchanged": str(report.unchanged)}
    write_down(uow, SYSTEM_CHAIN, command.actor, clock.now(), Entry(AuditAction.PROVIDERS_IMPORTED, facts))
    report.is_done = True
    return report


def template() -> str:
    """Return a file with every column and one made-up row, as spreadsheets of the country write them."""
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=",", restval="")
    writer.writeheader()
    writer.writerow(TEMPLATE_ROW)
    return text.getvalue()


def _checked(text: str, known: Mapping[str, Provider], report: ProvidersReport) -> Iterator[Provider]:
    """Yield the partners that are new or changed; what is wrong goes into the report."""
    seen: set[str] = set()
    for line, cells, columns in _rows(text, report):
        name = " ".join(cells.get("name", "").split()).casefold()
        before = known.get(name)
        kept = {} if before is None else {key: one for key, one in cells_of(before).items() if key not in columns}
        provider_id = ProviderId(new_id()) if before is None else before.provider_id
        try:
            after = provider_of(provider_id, {**kept, **cells})
        except CellsRefused as fault:
            report.faults.append(_faults(line, fault.faults, cells))
            continue
        if name in seen:
            report.faults.append(_faults(line, {"name": "twice_in_file"}, cells))
            continue
        seen.add(name)
        if after == before:
            report.unchanged += 1
            continue
        report.added += before is None
        report.changed += before is not None
        yield after


def _faults(line: int, faults: Mapping[str, str], cells: Mapping[str, str]) -> RowFaults:
    shown = {column: cells[column][:_MOST_SHOWN] for column in faults if cells.get(column)}
    return RowFaults(line, faults, shown)


def _rows(text: str, report: ProvidersReport) -> Iterator[tuple[int, Mapping[str, str], frozenset[str]]]:
    """Yield line, cells and columns of each row; an empty row is none."""
    body = text.removeprefix("\ufeff")
    first = body.partition("\n")[0]
    reader = csv.reader(StringIO(body, newline=""), delimiter=_delimiter(first), strict=True)
    try:
        columns = [one.strip().casefold() for one in next(reader, [])]
        unknown = {one: "unknown_column" for one in columns if one not in COLUMNS}
        if unknown or "name" not in columns or len(set(columns)) < len(columns):
            report.faults.append(RowFaults(1, unknown or {"": "wrong_heading"}))
            return
        for count, row in enumerate(reader, start=1):
            if count > MOST_ROWS:
                report.faults.append(RowFaults(reader.line_num, {"": "too_many_rows"}))
                return
            if any(cell.strip() for cell in row):
                yield from _row(reader.line_num, row, columns, report)
    except csv.Error:
        report.faults.append(RowFaults(reader.line_num, {"": "not_csv"}))


def _row(
    line: int, row: list[str], columns: list[str], report: ProvidersReport
) -> Iterator[tuple[int, Mapping[str, str], frozenset[str]]]:
    if len(row) > len(columns):
        report.faults.append(RowFaults(line, {"": "too_many_cells"}))
        return
    cells = {column: cell.strip() for column, cell in zip(columns, row, strict=False) if cell.strip()}
    yield line, cells, frozenset(columns)


def _delimiter(heading: str) -> str:
    """Return what separates the columns of the heading; lists in cells use semicolons, so the heading decides."""
    counts = {sign: heading.count(sign) for sign in (",", ";", "\t")}
    return max(counts, key=lambda sign: counts[sign])
