"""What a listener needs from the rest of the service, and the patience it has with boxes."""

from dataclasses import dataclass
from typing import Protocol

from app.domain.ids import Imei
from app.domain.uplink import RawUplink


class Intake(Protocol):
    """Where frames go."""

    async def is_known(self, imei: Imei) -> bool:
        """Whether there is a box record.

        Raises:
            StoreUnavailable: It cannot be said now.
        """
        ...

    def refuse_stranger(self, imei: Imei) -> None:
        """Take note of an IMEI without a box record that was turned away."""
        ...

    async def keep(self, uplink: RawUplink, *, urgent: bool) -> None:
        """Store a frame; when this returns it is on the disk and may be acknowledged, a repeated one too.

        Raises:
            StoreUnavailable: It is not, and must not be acknowledged.
        """
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """What is put up with before a connection is cut.

    Attributes:
        login_s: From the connection to a whole login.
        idle_s: Without a byte.
        drain_s: With answers waiting that the other side does not read.
        unsent_bytes: Answers that may wait in memory; an answer has four bytes.
        noise_bytes: Without one good frame in them. Sixteen frames of the largest size.
        per_address: Connections of one network address; a mobile network may put hundreds of boxes behind one.
        connections: In all.
    """

    login_s: float = 10.0
    idle_s: float = 900.0
    drain_s: float = 10.0
    unsent_bytes: int = 4096
    noise_bytes: int = 1024 * 1024
    per_address: int = 1000
    connections: int = 5000
