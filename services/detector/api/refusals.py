"""Every "no" of the service as ``RefusalInfo``: the use cases say why, here it gets its HTTP status.

A 4xx is decided and never asked again; 503 means nobody decided, because the database took or gave nothing, and the
same request may be sent again.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.api.service import RefusalInfo
from app.domain.errors import Conflict, Forbidden, NotFound, Refusal
from app.usecases.store import StoreUnavailable

_BY_KIND: Final[Mapping[type[Refusal], HTTPStatus]] = {
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Forbidden: HTTPStatus.FORBIDDEN,
}
_BY_CODE: Final[Mapping[str, HTTPStatus]] = {
    "signed_out": HTTPStatus.UNAUTHORIZED,
    "wrong_password": HTTPStatus.FORBIDDEN,
    "account_inactive": HTTPStatus.FORBIDDEN,
    "too_many_attempts": HTTPStatus.TOO_MANY_REQUESTS,
    "cursor_too_old": HTTPStatus.GONE,
}
_BY_STATUS: Final[Mapping[int, str]] = {
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "not_found",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large",
}


class SignedOut(Refusal):
    """Nobody is signed in with this token, or not any more."""

    def __init__(self) -> None:
        super().__init__("signed_out")


def status_of(refusal: Refusal) -> HTTPStatus:
    """Return the status a refusal travels with."""
    by_kind = next((status for kind, status in _BY_KIND.items() if isinstance(refusal, kind)), None)
    return _BY_CODE.get(refusal.code) or by_kind or HTTPStatus.UNPROCESSABLE_ENTITY


def refused(status: int, code: str, detail: Mapping[str, str]) -> Response:
    """Return the answer that says no."""
    body = RefusalInfo(code=code, detail=dict(detail)).model_dump_json()
    return Response(body, status, media_type="application/json")


def answer_refusals(app: FastAPI) -> None:
    """Let every way of saying no leave in the words of the contract."""
    app.add_exception_handler(Refusal, _on_refusal)
    app.add_exception_handler(StoreUnavailable, _on_unavailable)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_bug)


async def _on_refusal(_request: Request, fault: Exception) -> Response:
    if not isinstance(fault, Refusal):
        raise fault
    return refused(status_of(fault), fault.code, fault.detail)


async def _on_unavailable(_request: Request, fault: Exception) -> Response:
    if not isinstance(fault, StoreUnavailable):
        raise fault
    return refused(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", {"store": fault.condition})


async def _on_invalid(_request: Request, fault: Exception) -> Response:
    """Name the fields and not what was in them: that may be a password or a person."""
    if not isinstance(fault, RequestValidationError):
        raise fault
    places = (".".join(str(part) for part in error["loc"][1:]) for error in fault.errors())
    return refused(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", {"fields": ", ".join(dict.fromkeys(places))})


async def _on_http(_request: Request, fault: Exception) -> Response:
    if not isinstance(fault, HTTPException):
        raise fault
    return refused(fault.status_code, _BY_STATUS.get(fault.status_code, "invalid"), {"status": str(fault.status_code)})


async def _on_bug(_request: Request, fault: Exception) -> Response:
    """Say that the service made a mistake; the server logs the fault itself."""
    del fault
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return refused(status, "service_error", {"status": str(status.value)})


def openapi_refusals() -> dict[int | str, dict[str, object]]:
    """Describe the answers that every route has, for OpenAPI."""
    said = {
        HTTPStatus.UNAUTHORIZED: "Nobody is signed in (signed_out).",
        HTTPStatus.FORBIDDEN: "The account has no role that may do this.",
        HTTPStatus.NOT_FOUND: "It does not exist.",
        HTTPStatus.CONFLICT: "Refused as things stand; the code says why.",
        HTTPStatus.UNPROCESSABLE_ENTITY: "What was sent cannot be right.",
        HTTPStatus.SERVICE_UNAVAILABLE: "Nothing was decided (detail: store); send the same again.",
    }
    return {status.value: {"model": RefusalInfo, "description": words} for status, words in said.items()}
