"""Imports of contracts and boxes: begun, sent in parts, checked, put in place, looked after."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends

from app.api.imports import (
    BeginImport,
    CellChange,
    ColumnInfo,
    ColumnsInfo,
    ImportChange,
    ImportFault,
    ImportInfo,
    ImportPart,
)
from app.domain.account import Role
from app.domain.imports import ImportKind, ImportStage
from app.usecases.import_columns import columns_of, template
from services.detector.api.access import Caller, Parts, Person
from services.detector.composition import Composition
from services.detector.imports import ImportJob

IMPORTERS = (Role.SUPERVISOR, Role.ADMIN)

_ON_RECORD = (ImportStage.CHECKED, ImportStage.DONE)
"""Where whose records a dry run shows is audited."""

Importer = Annotated[Caller, Depends(Person(*IMPORTERS))]

router = APIRouter(prefix="/v1/imports", tags=["imports"])


@router.get("/columns/{kind}", summary="The columns of a file, and a template")
def get_columns(kind: ImportKind, _caller: Importer) -> ColumnsInfo:
    """Return what may stand in a file of this kind."""
    columns = tuple(
        ColumnInfo(name=one.name, means=one.means, example=one.example, is_needed=kind in one.needed)
        for one in columns_of(kind)
    )
    return ColumnsInfo(kind=kind, columns=columns, template=template(kind))


@router.post("", summary="Begin an import")
def post_import(body: BeginImport, parts: Parts, caller: Importer) -> ImportInfo:
    """Take an import whose file comes in parts. Nothing on record changes before it is checked and applied."""
    return shown(parts.imports.begin(caller.actor, body.kind, body.size_bytes))


@router.post("/{import_id}/parts", summary="The next bytes of the file")
def post_part(import_id: str, body: ImportPart, parts: Parts, caller: Importer) -> ImportInfo:
    """Take the next bytes; the same again changes nothing."""
    job = _job(parts, import_id, caller)
    parts.imports.add(job, body.offset, body.content)
    return shown(job)


@router.post("/{import_id}/check", summary="Check the file (a dry run)")
def post_check(import_id: str, parts: Parts, caller: Importer) -> ImportInfo:
    """Begin to read the file and to compare it with what is on record; nothing changes."""
    job = _job(parts, import_id, caller)
    parts.imports.check(job)
    return shown(job)


@router.post("/{import_id}/apply", summary="Put a checked file in place")
def post_apply(import_id: str, parts: Parts, caller: Importer) -> ImportInfo:
    """Begin to put every row in place; from here on it is carried out, whatever is switched off."""
    job = _job(parts, import_id, caller)
    parts.imports.apply(job)
    return shown(job)


@router.post("/{import_id}/drop", summary="Forget an import that is not decided")
def post_drop(import_id: str, parts: Parts, caller: Importer) -> ImportInfo:
    """Forget it, and its file."""
    job = _job(parts, import_id, caller)
    parts.imports.drop(job)
    return shown(job)


@router.get("/{import_id}", summary="How far an import is")
def get_import(import_id: str, parts: Parts, caller: Importer) -> ImportInfo:
    """Return how far it is, what is wrong with it, and what it would change."""
    return shown(_job(parts, import_id, caller))


def shown(job: ImportJob) -> ImportInfo:
    """Return an import as a desk shows it."""
    found = job.findings
    changes = tuple(
        ImportChange(
            line=one.line,
            key=one.policy,
            cells=tuple(CellChange(column=name, before=before, after=after) for name, before, after in one.cells),
        )
        for one in tuple(found.changes)
    )
    return ImportInfo(
        import_id=job.import_id,
        kind=job.kind,
        stage=job.stage,
        received_bytes=job.size,
        rows_expected=max(0, job.lines - 1),
        rows=found.rows,
        added=found.added,
        changed=found.changed,
        unchanged=found.unchanged,
        to_place=job.to_place,
        placed=job.placed,
        fault_count=found.fault_count,
        faults=tuple(ImportFault(**asdict(one)) for one in tuple(found.faults)),
        changes=changes if job.stage in _ON_RECORD else (),
        failure=job.failure,
    )


def _job(parts: Composition, import_id: str, caller: Caller) -> ImportJob:
    return parts.imports.job(import_id, caller.account.account_id)
