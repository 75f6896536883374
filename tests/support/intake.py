"""Where frames go in tests of listeners: lists, which may be told to wait or that the store takes nothing."""

import asyncio
from dataclasses import dataclass, field

from app.domain.box_command import BoxCommand
from app.domain.ids import Imei
from app.domain.uplink import RawUplink, UplinkSource
from app.usecases.hear_box import HearBox
from app.usecases.report_security_event import SecurityKind
from app.usecases.store import StoreUnavailable
from app.usecases.store_s2_frame import S2Stored, StoreS2Frame, store_s2_frame
from services.detector.listeners.intake import BoxLine, Patience, Surroundings, Unaskable
from services.uplink.s2.keys import KeyRing
from tests.support.clocks import StandingClock
from tests.support.memory import InMemoryUnitOfWork

STRANGER = Imei("356093079999999")


@dataclass
class FakeIntake:
    """Keeps frames in a list; S2 frames by the real use case in a unit of work of dictionaries."""

    kept: list[tuple[RawUplink, bool]] = field(default_factory=list)
    strangers: list[Imei] = field(default_factory=list)
    rings: dict[Imei, KeyRing] = field(default_factory=dict)
    reported: list[tuple[SecurityKind, Imei]] = field(default_factory=list)
    unit: InMemoryUnitOfWork = field(default_factory=InMemoryUnitOfWork)
    fault: StoreUnavailable | None = None
    keep_fault: StoreUnavailable | None = None
    gate: asyncio.Event | None = None
    asked: int = 0

    def open_gate(self) -> None:
        assert self.gate is not None
        self.gate.set()

    async def is_known(self, imei: Imei) -> bool:
        if self.fault is not None:
            raise self.fault
        return imei != STRANGER

    async def ring_of(self, imei: Imei) -> KeyRing | None:
        if self.fault is not None:
            raise self.fault
        return self.rings.get(imei)

    def refuse_stranger(self, imei: Imei, source: UplinkSource) -> None:  # noqa: ARG002 - the port's words
        self.strangers.append(imei)

    def report(self, kind: SecurityKind, imei: Imei, source: UplinkSource, digest: str) -> None:  # noqa: ARG002 - as above
        self.reported.append((kind, imei))

    async def keep(self, uplink: RawUplink, *, urgent: bool) -> None:
        await self._wait()
        self.kept.append((uplink, urgent))

    async def keep_s2(self, command: StoreS2Frame, *, urgent: bool) -> S2Stored:
        await self._wait()
        self.kept.append((command.raw, urgent))
        return store_s2_frame(command, self.unit)

    async def _wait(self) -> None:
        self.asked += 1
        if self.gate is not None:
            await self.gate.wait()
        fault = self.fault or self.keep_fault
        if fault is not None:
            raise fault


@dataclass
class FakeDispatch:
    """Remembers which box is connected, and what boxes said."""

    lines: dict[Imei, BoxLine] = field(default_factory=dict)
    said: list[HearBox] = field(default_factory=list)

    def connected(self, imei: Imei, line: BoxLine) -> None:
        self.lines[imei] = line

    def gone(self, imei: Imei, line: BoxLine) -> None:
        if self.lines.get(imei) is line:
            del self.lines[imei]

    def heard(self, command: HearBox) -> None:
        self.said.append(command)


@dataclass
class FakeLine:
    """A connection that keeps what is asked over it; ``is_deaf``: it takes nothing, and counts what it refused."""

    asked: list[BoxCommand] = field(default_factory=list)
    is_deaf: bool = False
    refused: int = 0
    says_firmware: bool = True

    def ask(self, command: BoxCommand) -> None:
        if self.is_deaf:
            self.refused += 1
            raise Unaskable("deaf")
        self.asked.append(command)


def surroundings(
    intake: FakeIntake, patience: Patience | None = None, dispatch: FakeDispatch | None = None
) -> Surroundings:
    """What a listener of a test is given."""
    return Surroundings(intake, dispatch or FakeDispatch(), StandingClock(), patience or Patience())
