"""Every socket that boxes come to, as one thing that is started, stopped and asked how it is.

In clear and, when the settings name a certificate, encrypted as well: many boxes cannot do TLS, and one that can must
not have to wait for the others. In training everything is on this machine, whatever the settings of the folder say.
"""

import ssl
from dataclasses import dataclass
from typing import Final, Protocol

from app.api.service import ListenerHealth
from app.settings import Settings
from services.detector.listeners.intake import Surroundings
from services.detector.listeners.listener import Place
from services.detector.listeners.s2_conversation import S2Conversation
from services.detector.listeners.s2_udp import S2UdpListener
from services.detector.listeners.tcp import TcpListener
from services.detector.listeners.teltonika_conversation import TeltonikaConversation
from services.detector.listeners.teltonika_udp import TeltonikaUdpListener

TELTONIKA_TCP: Final = "teltonika_tcp"
TELTONIKA_UDP: Final = "teltonika_udp"
S2_TCP: Final = "s2_tcp"
S2_UDP: Final = "s2_udp"
TELTONIKA_TLS: Final = "teltonika_tls"
S2_TLS: Final = "s2_tls"
LOOPBACK: Final = "127.0.0.1"


class CertificateUnusable(Exception):
    """Certificate or key cannot be used; the message says which file and why."""


class Door(Protocol):
    """One listener."""

    name: str

    @property
    def port(self) -> int:
        """Where boxes find it, once it listens."""
        ...

    def health(self) -> ListenerHealth:
        """Return how it is."""
        ...

    async def start(self) -> None:
        """Listen, or go on trying to."""
        ...

    async def stop(self) -> None:
        """Hang up on everybody."""
        ...


@dataclass(frozen=True, slots=True)
class Doors:
    """All of them."""

    doors: tuple[Door, ...]

    async def start(self) -> None:
        """Listen everywhere."""
        for door in self.doors:
            await door.start()

    async def stop(self) -> None:
        """Hang up everywhere."""
        for door in self.doors:
            await door.stop()

    def ports(self) -> dict[str, int]:
        """Return the port of each, by name."""
        return {door.name: door.port for door in self.doors}

    def health(self) -> tuple[ListenerHealth, ...]:
        """Return how each is."""
        return tuple(door.health() for door in self.doors)


def doors_of(settings: Settings, given: Surroundings, *, is_training: bool) -> Doors:
    """Return the doors that the settings ask for.

    Raises:
        CertificateUnusable: The certificate that they name cannot be used.
    """
    if is_training:
        settings = Settings()
    tls = tls_of(settings)

    def tcp(name: str, port: int, encrypted: ssl.SSLContext | None) -> TcpListener:
        kind = S2Conversation if name in (S2_TCP, S2_TLS) else TeltonikaConversation
        return TcpListener(name, kind, Place(settings.box_host, port, encrypted), given)

    doors: list[Door] = [
        tcp(TELTONIKA_TCP, settings.box_port, None),
        TeltonikaUdpListener(TELTONIKA_UDP, Place(settings.box_host, settings.box_udp_port), given),
        tcp(S2_TCP, settings.s2_port, None),
        S2UdpListener(S2_UDP, Place(settings.box_host, settings.s2_udp_port), given),
    ]
    if tls is not None:
        doors += [tcp(TELTONIKA_TLS, settings.box_tls_port, tls), tcp(S2_TLS, settings.s2_tls_port, tls)]
    return Doors(tuple(doors))


def tls_of(settings: Settings) -> ssl.SSLContext | None:
    """Return how we prove who we are on encrypted sockets; None = no certificate, no encrypted socket.

    Raises:
        CertificateUnusable: A file is missing, wrong, or does not fit the other.
    """
    if not settings.tls_certificate:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(settings.tls_certificate, settings.tls_key or None)
    except (OSError, ssl.SSLError) as fault:
        raise CertificateUnusable(f"The certificate {settings.tls_certificate} cannot be used: {fault}.") from fault
    return context
