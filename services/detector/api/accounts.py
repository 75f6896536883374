"""Accounts and sessions: who may sit at a desk, and who does.

A sign-in is never answered from a kept reply, because the reply is a token; sent twice it opens two sessions. For the
same reason no digest of a password is kept: that of a new account leaves its password out.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Final, TypeVar, cast

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from app.api import commands as api
from app.api.service import AccountInfo, MapTiles, SessionInfo
from app.domain.account import Account
from app.domain.errors import Refusal
from app.settings import Settings
from app.usecases.create_account import CreateAccount, create_account
from app.usecases.phone_numbers import shown
from app.usecases.replies import RequestKey, request_digest
from app.usecases.sign_in import SignedIn, SignIn, sign_in
from app.usecases.sign_out import SignOut, sign_out
from app.usecases.store import JobUnit
from services.detector.api.access import (
    Admin,
    AnyPerson,
    DeskOnly,
    DeskOrAdmin,
    Parts,
    is_desk_token,
)
from services.detector.api.commands import IdempotencyKey, committed, do_once, usable
from services.detector.composition import Composition

_DESK: Final = "desk"
"""Stands for the account in the key of a request that a desk makes before anybody is signed in."""

T = TypeVar("T")

router = APIRouter(prefix="/v1", tags=["accounts"])


@router.post("/accounts", summary="Create an account")
async def post_account(
    request: Request, body: api.CreateAccount, parts: Parts, caller: DeskOrAdmin, key: IdempotencyKey = ""
) -> AccountInfo:
    """Create an account. A desk that nobody is signed in to may create the very first one, which is an admin's."""
    password_hash = await _in_turn(request, lambda: parts.passwords.hash(body.password.get_secret_value()))
    command = CreateAccount(
        actor=None if caller is None else caller.actor,
        login=body.login,
        name=body.name,
        roles=frozenset(body.roles),
        password_hash=password_hash,
    )
    request_key = RequestKey(
        usable(key),
        _DESK if caller is None else caller.account.account_id,
        request_digest(request.method, request.url.path, body.model_dump_json(exclude={"password"}).encode()),
    )

    def act(unit: JobUnit) -> str:
        return account_info(create_account(command, unit, parts.clock)).model_dump_json()

    return AccountInfo.model_validate_json(await do_once(parts, request_key, act))


@router.get("/accounts", summary="All accounts")
def get_accounts(parts: Parts, _caller: Admin) -> list[AccountInfo]:
    """Return every account, by login."""
    return [account_info(account) for account in parts.store.read(lambda reader: reader.all_accounts())]


@router.post("/sessions", summary="Sign in")
async def post_session(request: Request, body: api.SignIn, parts: Parts, _caller: DeskOnly) -> SessionInfo:
    """Open a session; its token goes into the header Authorization of every later request."""
    parts.attempts.begin(body.login)
    command = await _in_turn(request, lambda: _proved(body, parts))
    length = timedelta(hours=parts.settings.session_h)
    answer = await committed(parts, lambda unit: sign_in(command, unit, parts.clock, length=length))
    if isinstance(answer, Refusal):
        raise answer
    parts.attempts.succeeded(body.login)
    return _session_info(answer, parts.settings)


@router.post("/sessions/current/end", status_code=204, summary="Sign out")
async def end_session(parts: Parts, caller: AnyPerson) -> Response:
    """End the session of this token."""
    command = SignOut(caller.actor, caller.session.session_id)
    await committed(parts, lambda unit: sign_out(command, unit, parts.clock))
    return Response(status_code=204)


async def _in_turn(request: Request, work: Callable[[], T]) -> T:
    """Do what is slow and large on purpose in a thread, a few at a time: fifty desks sign in when a shift begins."""
    async with cast("asyncio.Semaphore", request.app.state.password_turns):
        return await run_in_threadpool(work)


def _proved(body: api.SignIn, parts: Composition) -> SignIn:
    """Check the password outside of any transaction, and as long for a login that does not exist."""
    password = body.password.get_secret_value()
    if parts.is_training and is_desk_token(password, parts):
        return SignIn(body.login, body.desk, verified_hash=None, by_token=True)
    account = parts.store.read(lambda reader: reader.account_of_login(body.login.strip()))
    stored = None if account is None else account.password_hash
    is_right = parts.passwords.is_right(stored, password)
    return SignIn(body.login, body.desk, verified_hash=stored if is_right else None)


def account_info(account: Account) -> AccountInfo:
    """Return an account as others may read it; the roles in one order."""
    roles = tuple(sorted(account.roles))
    return AccountInfo(account_id=account.account_id, login=account.login, name=account.name, roles=roles)


def _session_info(opened: SignedIn, settings: Settings) -> SessionInfo:
    tiles = MapTiles(address=settings.map_tiles, credit=settings.map_credit) if settings.map_tiles else None
    return SessionInfo(
        token=opened.token,
        account=account_info(opened.account),
        expires_at=opened.session.expires_at,
        map_tiles=tiles,
        interpreter=shown(settings.interpreter_number) if settings.interpreter_number else "",
    )
