"""The HTTP application of one service, put together from its areas.

It refuses to be made with a route that does not say who may ask: a forgotten gate is then a service that does not
start, not a case that anybody can read.
"""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Final

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute

from app.api.version import API_VERSION
from services.detector.api import (
    accounts,
    box_commands,
    cases,
    contact,
    feeds,
    gateways,
    imports,
    intake,
    keys,
    orders,
    outcomes,
    phone_cases,
    promises,
    providers,
    quarantine,
    queue,
    records,
    search,
    service,
    shift,
    telephone,
    uses,
)
from services.detector.api.access import Gate
from services.detector.api.guards import MOST_BODY_BYTES, Guards, NoPages
from services.detector.api.refusals import answer_refusals, openapi_refusals
from services.detector.api.rows import describer
from services.detector.callers_shown import CallersShown
from services.detector.composition import Composition
from services.detector.events import EventFeed

PASSWORDS_AT_ONCE: Final = 2
"""Each takes 64 MiB for a moment."""

_DESCRIPTION: Final = """
How the desks (and other programs of this machine) speak with the service of VIVIUM Bijstand.

Send `Authorization: Bearer` with the token of `service.json` (health, sign-in, the first account) or of a session
(everything else). Every POST that changes a case carries an `Idempotency-Key`: the same key twice acts once. A refusal
(4xx) is a `RefusalInfo` with a stable code; 503 means that nothing was decided and the same may be sent again.
"""


class OpenDoor(Exception):
    """A route does not say who may ask."""


def create_app(parts: Composition) -> FastAPI:
    """Return the application; call it inside the event loop that will serve it.

    Raises:
        OpenDoor: A route has no gate.
    """
    app = FastAPI(
        title="VIVIUM Bijstand: detector service",
        description=_DESCRIPTION,
        version=str(API_VERSION),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=openapi_refusals(),
        max_body_size=MOST_BODY_BYTES,
    )
    app.state.composition = parts
    app.state.feed = EventFeed(parts.store, parts.changes, parts.health, describer(parts.clock.now, parts.settings))
    app.state.callers = CallersShown(parts)
    app.state.password_turns = asyncio.Semaphore(PASSWORDS_AT_ONCE)
    for area in (
        service,
        accounts,
        queue,
        cases,
        uses,
        contact,
        telephone,
        orders,
        providers,
        phone_cases,
        box_commands,
        keys,
        feeds,
        intake,
        gateways,
        imports,
        records,
        search,
        quarantine,
        outcomes,
        promises,
        shift,
    ):
        app.include_router(area.router)
    answer_refusals(app)
    app.add_middleware(Guards)
    refuse_open_doors(app.routes)
    return app


def create_feed_app(parts: Composition) -> FastAPI:
    """Return what senders outside of this machine reach: their two routes and nothing else.

    Raises:
        OpenDoor: A route has no gate.
    """
    app = FastAPI(
        title="VIVIUM Bijstand: intake",
        version=str(API_VERSION),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=openapi_refusals(),
        max_body_size=MOST_BODY_BYTES,
    )
    app.state.composition = parts
    app.include_router(intake.router)
    answer_refusals(app)
    app.add_middleware(NoPages)
    refuse_open_doors(app.routes)
    return app


def gates_of(routes: Sequence[BaseRoute]) -> Iterator[tuple[str, str, Gate | None]]:
    """Yield method, path and gate of every route; None = it has none."""
    for context in iter_route_contexts(routes):
        route = context.original_route
        found = next(_gates(route.dependant), None) if isinstance(route, APIRoute) else None
        for method in sorted(context.methods or {"?"}):
            yield method, context.path or "?", found


def refuse_open_doors(routes: Sequence[BaseRoute]) -> None:
    """Pass when every route says who may ask.

    Raises:
        OpenDoor: One does not.
    """
    for method, path, gate in gates_of(routes):
        if gate is None:
            raise OpenDoor(f"{method} {path} does not say who may ask: give it a gate of services.detector.api.access")


def _gates(dependant: Dependant) -> Iterator[Gate]:
    for needed in dependant.dependencies:
        call: object = needed.call
        if isinstance(call, Gate):
            yield call
        yield from _gates(needed)
