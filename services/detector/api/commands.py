"""A command of a person, carried out once: one job of the store, committed before it is answered.

What is kept for a repeated command is a receipt (which case it was about, which call it asked for) and not the answer
itself: the answer is the whole case, personal to the last line, and a copy of it in a second table would outlive an
erasure. Whoever sends the same key again gets the case as it is now, which is newer than what was lost and never wrong.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final, TypeVar

from fastapi import Depends, Header, Request
from fastapi.concurrency import run_in_threadpool

from app.api.cases import CaseDetail
from app.api.version import IDEMPOTENCY_HEADER
from app.domain.errors import Refusal
from app.domain.ids import CaseId
from app.usecases.actor import Actor
from app.usecases.queries import CaseFile
from app.usecases.replies import Reply, RequestKey, once, request_digest
from app.usecases.store import JobUnit
from services.detector.api.access import READERS, WORKERS, Bearer, Caller, Gate, composition_of
from services.detector.api.case_shown import case_detail
from services.detector.api.refusals import SignedOut
from services.detector.composition import Composition

_LONGEST_KEY: Final = 200

IdempotencyKey = Annotated[
    str, Header(alias=IDEMPOTENCY_HEADER, description="Required: the same key twice acts once. At most 200 characters.")
]

T = TypeVar("T")
Act = Callable[[JobUnit], str]
"""Does what was asked and returns the receipt."""


@dataclass(frozen=True, slots=True)
class Command:
    """One request to change something, by somebody who may."""

    parts: Composition
    caller: Caller
    request: RequestKey

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self.caller.actor

    async def once(self, act: Act) -> str:
        """Act, unless this very command was acted on before; return the receipt, committed.

        Raises:
            Refusal: Nothing was changed.
            StoreUnavailable: Nothing was decided.
        """
        return await do_once(self.parts, self.request, act)

    async def case(self, act: Callable[[JobUnit], CaseId]) -> CaseDetail:
        """Act once on a case and return the whole case after it."""
        return await shown_case(self.parts, CaseId(await self.once(act)))


async def do_once(parts: Composition, request: RequestKey, act: Act) -> str:
    """Act on a request, unless it was acted on before; return the receipt, committed."""

    def reply(unit: JobUnit) -> Reply:
        return once(unit.replies, request, parts.clock.now(), lambda: _receipt(act(unit)))

    return (await committed(parts, reply)).body.decode()


async def committed(parts: Composition, job: Callable[[JobUnit], T]) -> T:
    """Run a job of a person, who waits for it: at once, and back only when it is on the disk."""
    return await asyncio.wrap_future(parts.store.submit(job, urgent=True))


async def shown_case(parts: Composition, case_id: CaseId) -> CaseDetail:
    """Return the case as it is now."""

    def read() -> CaseDetail:
        file: CaseFile = parts.store.read(lambda reader: reader.file(case_id))
        number = parts.sms.call_back_e164
        return case_detail(file, parts.clock.now(), parts.settings, parts.edition, parts.rulebook, number)

    return await run_in_threadpool(read)


class CommandGate(Gate):
    """A dependency: a command of somebody with one of the roles, its key required."""

    async def __call__(self, request: Request, bearer: Bearer, key: IdempotencyKey = "") -> Command:
        """Return the command."""
        caller = await run_in_threadpool(self.caller, request, bearer)
        if caller is None:
            raise SignedOut
        request_key = RequestKey(usable(key), caller.account.account_id, await _digest(request))
        return Command(composition_of(request), caller, request_key)


WorkerCommand = Annotated[Command, Depends(CommandGate(*WORKERS))]
ReaderCommand = Annotated[Command, Depends(CommandGate(*READERS))]


def usable(key: str) -> str:
    """Return the key the desk chose for this command.

    Raises:
        Refusal: ``idempotency_key_missing``.
    """
    if not 0 < len(key) <= _LONGEST_KEY:
        raise Refusal("idempotency_key_missing")
    return key


async def _digest(request: Request) -> str:
    return request_digest(request.method, request.url.path, await request.body())


def _receipt(text: str) -> Reply:
    return Reply(HTTPStatus.OK, text.encode())
