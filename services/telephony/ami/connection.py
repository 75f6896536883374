"""One conversation with the manager interface of an Asterisk: log in, ask, hear events, and notice when it is silent.

The password goes over the line only as the answer to a challenge, where the exchange offers one. An exchange that
answers no ping within ``ANSWERS_WITHIN_S`` is lost like one whose line broke: a stopped process keeps its sockets open.
"""

import asyncio
import contextlib
import hashlib
import ssl
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Final

from app.usecases.gateway_ports import GatewayFault
from services.telephony.ami.messages import AmiError, AmiMessage, AmiStream, serialise

PING_EVERY_S: Final = 1.0
ANSWERS_WITHIN_S: Final = 2.0
CONNECTS_WITHIN_S: Final = 3.0
BOOTS_WITHIN_S: Final = 4.0
"""It greets before it can make a call; a user who may not read of the system is never told when it can."""

_PIECE: Final = 65_536

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AmiAccess:
    """Where the exchange is and who we are there."""

    host: str
    port: int
    user: str
    secret: str = field(repr=False)
    is_encrypted: bool = False


class AmiConnection:
    """Used in one event loop.

    Args:
        on_event: Told every event with the monotonic time at which it came.
        on_lost: Told once, in technical words, that the exchange is not there any more.
    """

    def __init__(self, on_event: Callable[[AmiMessage, float], None], on_lost: Callable[[str], None]) -> None:
        self._on_event = on_event
        self._on_lost = on_lost
        self._stream = AmiStream()
        self._writer: asyncio.StreamWriter | None = None
        self._answers: dict[str, asyncio.Future[AmiMessage]] = {}
        self._lists: dict[str, list[AmiMessage]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_lost = False
        self._asked = 0
        self._has_booted = asyncio.Event()
        self.greeting = ""

    async def open(self, access: AmiAccess) -> None:
        """Connect and log in.

        Raises:
            GatewayFault: It is not there, is no Asterisk, or did not let us in.
        """
        try:
            async with asyncio.timeout(CONNECTS_WITHIN_S):
                context = ssl.create_default_context() if access.is_encrypted else None
                reader, self._writer = await asyncio.open_connection(access.host, access.port, ssl=context)
        except (OSError, TimeoutError) as fault:
            raise GatewayFault(f"no connection to {access.host}:{access.port}: {type(fault).__name__}") from fault
        self._begin(self._read(reader))
        await self._log_in(access)
        self.greeting = self._stream.greeting or ""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(BOOTS_WITHIN_S):
                await self._has_booted.wait()
        self._begin(self._keep_alive())

    async def close(self) -> None:
        """End the conversation."""
        self._is_lost = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._writer is not None:
            self._writer.close()
        self._refuse_all()

    async def ask(self, action: str, fields: Fields = (), *, action_id: str = "") -> AmiMessage:
        """Send an action and return its response.

        Raises:
            GatewayFault: The exchange is gone, does not answer in time, or the words cannot be sent.
        """
        action_id = action_id or self._next_id()
        answer: asyncio.Future[AmiMessage] = asyncio.get_running_loop().create_future()
        self._answers[action_id] = answer
        try:
            self._write(serialise(action, (("ActionID", action_id), *fields)))
            async with asyncio.timeout(ANSWERS_WITHIN_S):
                return await answer
        except AmiError as fault:
            raise GatewayFault(str(fault)) from fault
        except TimeoutError as fault:
            raise GatewayFault(f"no answer to {action} within {ANSWERS_WITHIN_S:.0f} s") from fault
        finally:
            self._answers.pop(action_id, None)

    async def ask_list(self, action: str) -> tuple[AmiMessage, ...]:
        """Send an action that is answered with a list of events, and return them.

        Raises:
            GatewayFault: As for ``ask``, or it was refused.
        """
        action_id = self._next_id()
        done = self._lists.setdefault(action_id, [])
        complete: asyncio.Future[AmiMessage] = asyncio.get_running_loop().create_future()
        self._answers[f"{action_id} list"] = complete
        try:
            answer = await self.ask(action, action_id=action_id)
            if not answer.is_success:
                raise GatewayFault(f"{action} was refused: {answer.get('Message')}")
            async with asyncio.timeout(ANSWERS_WITHIN_S):
                await complete
        except TimeoutError as fault:
            raise GatewayFault(f"the list of {action} has no end") from fault
        finally:
            self._lists.pop(action_id, None)
            self._answers.pop(f"{action_id} list", None)
        return tuple(done)

    async def _log_in(self, access: AmiAccess) -> None:
        challenge = await self.ask("Challenge", (("AuthType", "MD5"),))
        name = ("Username", access.user)
        if challenge.is_success:
            digest = hashlib.md5((challenge.get("Challenge") + access.secret).encode(), usedforsecurity=False)
            answer = await self.ask("Login", (name, ("AuthType", "MD5"), ("Key", digest.hexdigest())))
        else:
            answer = await self.ask("Login", (name, ("Secret", access.secret)))
        if not answer.is_success:
            raise GatewayFault(f"it does not let us in: {answer.get('Message')}")

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while data := await reader.read(_PIECE):
                self._stream.receive_data(data)
                while (message := self._stream.next_message()) is not None:
                    self._take(message)
        except (OSError, AmiError) as fault:
            self._lost(f"the conversation broke: {fault}")
            return
        self._lost("the exchange closed the line")

    def _take(self, message: AmiMessage) -> None:
        action_id = message.action_id
        if message.event == "FullyBooted":
            self._has_booted.set()
        if not message.event:
            waiting = self._answers.get(action_id)
        elif action_id in self._lists:
            is_end = message.get("EventList").casefold() == "complete"
            waiting = self._answers.get(f"{action_id} list") if is_end else None
            if not is_end:
                self._lists[action_id].append(message)
        else:
            self._on_event(message, time.monotonic())
            return
        if waiting is not None and not waiting.done():
            waiting.set_result(message)

    async def _keep_alive(self) -> None:
        try:
            while True:
                await asyncio.sleep(PING_EVERY_S)
                await self.ask("Ping")
        except GatewayFault as fault:
            self._lost(str(fault))

    def _write(self, data: bytes) -> None:
        if self._writer is None or self._is_lost or self._writer.is_closing():
            raise GatewayFault("the exchange is not connected")
        self._writer.write(data)

    def _lost(self, message: str) -> None:
        if self._is_lost:
            return
        self._is_lost = True
        self._refuse_all()
        self._on_lost(message)

    def _refuse_all(self) -> None:
        for waiting in self._answers.values():
            if not waiting.done():
                waiting.set_exception(GatewayFault("the exchange is gone"))
                waiting.exception()

    def _next_id(self) -> str:
        self._asked += 1
        return f"bijstand-{self._asked}"

    def _begin(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
