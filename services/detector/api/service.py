"""The service about itself: how it is, and what it can be asked."""

from typing import Any

from fastapi import APIRouter, Request

from app.api.service import Health
from services.detector.api.access import DeskOrAnybody, Parts
from services.detector.api.guards import HEALTH_PATH

router = APIRouter(tags=["service"])


@router.get(HEALTH_PATH, summary="How the service is")
def health(parts: Parts, _caller: DeskOrAnybody) -> Health:
    """Version, database, listeners, channels. Asked by desks of every version, and while nobody is signed in."""
    return parts.health()


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request, _caller: DeskOrAnybody) -> dict[str, Any]:  # OpenAPI is JSON of any shape
    """Return the description of every route."""
    described: dict[str, Any] = request.app.openapi()
    return described
