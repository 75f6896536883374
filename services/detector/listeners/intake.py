"""What a listener needs from the rest of the service, and the patience it has with boxes."""

from dataclasses import dataclass, field
from typing import Protocol

from app.domain.box_command import BoxCommand
from app.domain.clock import Clock
from app.domain.ids import Imei
from app.domain.uplink import RawUplink, UplinkSource
from app.usecases.hear_box import HearBox
from app.usecases.report_security_event import SecurityKind
from app.usecases.store_s2_frame import S2Stored, StoreS2Frame
from services.uplink.s2.keys import KeyRing


class Intake(Protocol):
    """Where frames go."""

    async def is_known(self, imei: Imei) -> bool:
        """Whether there is a box record.

        Raises:
            StoreUnavailable: It cannot be said now.
        """
        ...

    async def ring_of(self, imei: Imei) -> KeyRing | None:
        """Return the keys of a box on record; None when it is a stranger or has none.

        Raises:
            StoreUnavailable: It cannot be said now.
        """
        ...

    def refuse_stranger(self, imei: Imei, source: UplinkSource) -> None:
        """Take note of an IMEI without a box record that was turned away."""
        ...

    def report(self, kind: SecurityKind, imei: Imei, source: UplinkSource, digest: str) -> None:
        """Take note of a frame that no honest box sends; it was not acknowledged."""
        ...

    async def keep(self, uplink: RawUplink, *, urgent: bool) -> None:
        """Store a frame; when this returns it is on the disk and may be acknowledged, a repeated one too.

        Raises:
            StoreUnavailable: It is not, and must not be acknowledged.
        """
        ...

    async def keep_s2(self, command: StoreS2Frame, *, urgent: bool) -> S2Stored:
        """Store an authentic frame once; unless it is conflicting, it is on the disk and may be acknowledged.

        Raises:
            StoreUnavailable: It is not, and must not be acknowledged.
        """
        ...


class BoxLine(Protocol):
    """A connection over which its box can be asked something."""

    @property
    def says_firmware(self) -> bool:
        """Whether the box tells by itself which firmware it runs."""
        ...

    def ask(self, command: BoxCommand) -> None:
        """Send the question, and return at once.

        Raises:
            Unaskable: This box cannot be asked that, or not any more.
        """
        ...


class Unaskable(Exception):
    """The question did not leave."""


class Dispatch(Protocol):
    """Who asks boxes, and hears their answers."""

    def connected(self, imei: Imei, line: BoxLine) -> None:
        """Take note that a box was let in; the newest of its connections counts."""
        ...

    def gone(self, imei: Imei, line: BoxLine) -> None:
        """Take note that a connection ended."""
        ...

    def heard(self, command: HearBox) -> None:
        """Keep what a box answered; never waits."""
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """What is put up with before a connection is cut.

    Attributes:
        login_s: From the connection to a whole login.
        idle_s: Without a byte.
        drain_s: With answers waiting that the other side does not read.
        unsent_bytes: Answers that may wait in memory; an answer has a few bytes.
        noise_bytes: Without one good frame in them. Sixteen frames of the largest size.
        per_address: Connections of one network address; a mobile network may put hundreds of boxes behind one.
        connections: In all.
        frames_per_s: Of one box in the long run; more are taken later, not refused.
        frames_at_once: Of one box without a pause.
        openings_per_s: New connections (or datagrams) of one address in the long run; more are refused.
        openings_at_once: Of one address without a pause.
        datagrams: That may wait to be stored.
    """

    login_s: float = 10.0
    idle_s: float = 900.0
    drain_s: float = 10.0
    unsent_bytes: int = 4096
    noise_bytes: int = 1024 * 1024
    per_address: int = 1000
    connections: int = 20_000
    frames_per_s: float = 50.0
    frames_at_once: float = 500.0
    openings_per_s: float = 100.0
    openings_at_once: float = 2000.0
    datagrams: int = 256


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything that is given to a listener."""

    intake: Intake
    dispatch: Dispatch
    clock: Clock
    patience: Patience = field(default_factory=Patience)
