"""The directory of partners: read by everybody who handles cases, changed by a supervisor or an admin."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool

from app.api import providers as api
from app.domain.account import Role
from app.domain.ids import ProviderId
from app.usecases.import_providers import ImportProviders, ProvidersReport, import_providers
from app.usecases.provider_cells import COLUMNS
from app.usecases.queries import Reader
from app.usecases.register_provider import RegisterProvider, register_provider
from app.usecases.store import JobUnit
from services.detector.api.access import READERS, Caller, Parts, Person
from services.detector.api.commands import Command, CommandGate
from services.detector.api.orders_shown import provider_info
from services.detector.composition import Composition

LOOKERS = (*READERS, Role.ADMIN)
MENDERS = (Role.SUPERVISOR, Role.ADMIN)

Looker = Annotated[Caller, Depends(Person(*LOOKERS))]
MendCommand = Annotated[Command, Depends(CommandGate(*MENDERS))]

router = APIRouter(prefix="/v1/providers", tags=["providers"])


@router.get("", summary="Every partner")
async def get_providers(parts: Parts, _caller: Looker) -> api.ProviderList:
    """Return the directory, by name."""
    return await run_in_threadpool(_listed, parts)


@router.post("", summary="Put a partner on record, or mend one")
async def post_provider(body: api.RegisterProvider, command: MendCommand) -> api.ProviderInfo:
    """Store what was typed."""
    parts = command.parts
    wanted = RegisterProvider(command.actor, body.provider_id, body.version, body.cells)
    provider_id = await command.once(lambda unit: register_provider(wanted, unit, parts.clock).provider_id)
    found = await run_in_threadpool(_listed, parts)
    return next(one for one in found.rows if one.provider_id == ProviderId(provider_id))


@router.post("/import", summary="Import a list of partners")
async def post_import(body: api.ImportProviders, command: MendCommand) -> api.ProvidersImported:
    """Check the whole file; without a fault put all of it in place, unless it is a dry run."""
    wanted = ImportProviders(command.actor, body.text, body.is_dry_run)

    def act(unit: JobUnit) -> str:
        return _told(import_providers(wanted, unit, command.parts.clock)).model_dump_json()

    return api.ProvidersImported.model_validate(json.loads(await command.once(act)))


def _listed(parts: Composition) -> api.ProviderList:
    def read(reader: Reader) -> api.ProviderList:
        running, now = reader.orders_running_at(), parts.clock.now()
        rows = (provider_info(one, running.get(one.provider_id, 0), now) for one in reader.providers())
        return api.ProviderList(rows=tuple(rows), columns=dict(COLUMNS))

    return parts.store.read(read)


def _told(report: ProvidersReport) -> api.ProvidersImported:
    faults = tuple(
        api.LineFaults(line=one.line, faults=dict(one.faults), cells=dict(one.cells)) for one in report.faults[:1000]
    )
    return api.ProvidersImported(
        added=report.added,
        changed=report.changed,
        unchanged=report.unchanged,
        faults=faults,
        is_done=report.is_done,
    )
