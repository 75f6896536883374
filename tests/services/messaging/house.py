"""A store with SMS that are to leave, and a gateway on it: what the tests of this folder share."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final

from app.domain.clock import Clock, SystemClock
from app.domain.gateway import FieldKind
from app.domain.ids import MessageId
from app.domain.message import Message, MessageState, Template
from app.domain.subscription import Language
from app.logs import about
from app.persistence.store import SqliteStore
from app.settings import Settings
from app.usecases.actor import SERVICE
from app.usecases.case_changes import save_case
from app.usecases.gateway_ports import GatewayAdapter, GatewayGiven
from app.usecases.prepare_sms import NewSms, SmsChannel, put_sms
from app.usecases.store import JobUnit
from services.messaging.smpp import SMPP
from tests.support.builders import a_case
from tests.support.jobs import open_case
from tests.support.smsc import PASSWORD, USER

TEXT: Final = "VIVIUM Bijstand: bel ons terug. In nood: 112."
AUTOMATIC: Final = SmsChannel("+3224060000", is_automatic=True, stop_s=0.0)
FINAL: Final = (MessageState.DELIVERED, MessageState.UNDELIVERED, MessageState.EXPIRED, MessageState.REJECTED)


class House:
    """A real store on a folder, and what is to leave from it."""

    def __init__(self, store: SqliteStore, clock: Clock, settings: Settings) -> None:
        self.store = store
        self.clock = clock
        self.settings = settings

    def queue(self, to: str, template: Template = Template.CALL_US_BACK, text: str = TEXT) -> Message:
        """Let a text wait, for a case of its own."""

        def job(unit: JobUnit) -> Message:
            case, now = open_case(a_case(number=unit.cases.next_number(2026), claim=None))(unit), self.clock.now()
            message, entry = put_sms(NewSms(template, to, Language.NL, text), case, unit, now, AUTOMATIC)
            save_case(unit, case, SERVICE, now, entry)
            return message

        return self.store.submit(job).result()

    def message(self, message_id: MessageId) -> Message:
        """How far it got."""
        return self.store.submit(lambda unit: unit.messages.get(message_id)).result()

    def actions(self, message: Message) -> list[str]:
        """What its case's chain says of SMS, in order."""
        chain = self.store.submit(lambda unit: unit.audit.of_chain(message.case_id)).result()
        return [one.record.action.value for one in chain if one.record.action.value.startswith("sms_")]

    async def until(self, message: Message, is_so: Callable[[Message], bool]) -> Message:
        """Wait until it is so of the message; the time limit of the test ends what is in vain."""
        while not is_so(found := await asyncio.to_thread(self.message, message.message_id)):  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.02)
        return found

    async def until_state(self, message: Message, *states: MessageState) -> Message:
        """Wait until it is in one of these states."""
        return await self.until(message, lambda one: one.state in states)

    def given(
        self, values: Mapping[str, str] = MappingProxyType({}), adapter: GatewayAdapter = SMPP, secret: str = PASSWORD
    ) -> GatewayGiven:
        """What the supervisor gives a maker: defaults filled in."""
        defaults = {one.key: one.default for one in adapter.fields if one.kind is not FieldKind.SECRET and one.default}
        return GatewayGiven(
            store=self.store,
            clock=self.clock,
            settings=self.settings,
            values={**defaults, **values},
            log=about("gateway.sms"),
            secret=secret,
        )

    def smpp(self, port: int, **values: str) -> GatewayGiven:
        """The same, for an SMS centre on this machine."""
        return self.given({"host": "127.0.0.1", "port": str(port), "user": USER, "sender": "VIVIUM", **values})


@contextmanager
def a_house(folder: Path, settings: Settings | None = None, clock: Clock | None = None) -> Iterator[House]:
    """Open a store on a folder; closed at the end."""
    clock, settings = clock or SystemClock(), settings or Settings()
    store = SqliteStore.open(folder, clock, group_commit_s=0.001)
    try:
        yield House(store, clock, settings)
    finally:
        store.close()


class AheadClock:
    """The machine's clock, put forward by a test."""

    def __init__(self) -> None:
        self._machine, self._ahead = SystemClock(), timedelta()

    def now(self) -> datetime:
        """The instant, moved."""
        return self._machine.now() + self._ahead

    def advance(self, by: timedelta) -> None:
        """Put it forward."""
        self._ahead += by
