"""Boxes of three formats that send until they are answered, over as many connections and services as that takes.

Each drives first and crashes at the end. What lets a box forget a packet is its format's own rule: a count, a window
that covers the message, a datagram with both its numbers.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta

import cbor2

from app.domain.ids import Imei
from services.detector.s2_frames import milliseconds
from services.simulator.places import BERTEM as SPOT
from services.simulator.scenario import FRESH_S, tour
from services.simulator.teltonika_box import BoxReading, packet
from tests.support.boxes import udp_datagram
from tests.support.datagrams import Sender, a_sender
from tests.support.s2 import AFrame, answered
from tests.support.s2_box import BERTEM, a_crash_payload, a_trace_payload
from tests.support.wire import Wire, a_box, a_wire

FRESH_MS = round(FRESH_S * 1000)
LONG_AGO = timedelta(hours=2)
DATAGRAM_ANSWERED_WITHIN_S = 1.0
TELTONIKA_CRASH_PACKETS = 3
S2_CRASH_FRAMES = 7


class FleetBox(ABC):
    """One box: what it will send, and how."""

    def __init__(self, imei: Imei) -> None:
        self.imei = imei

    @abstractmethod
    def packets(self, count: int, now: datetime) -> list[bytes]:
        """Return everything it sends, the crash at the end."""

    @abstractmethod
    def connected(self, ports: Mapping[str, int]) -> AbstractAsyncContextManager["Talk"]:
        """Connect to a service."""


class Talk(ABC):
    """One connection."""

    @abstractmethod
    async def deliver(self, packet: bytes) -> bool:
        """Send a packet; say whether the box may forget it."""


class CountingBox(FleetBox):
    """Teltonika over TCP."""

    def packets(self, count: int, now: datetime) -> list[bytes]:
        return _driving(count - TELTONIKA_CRASH_PACKETS, now) + [one.packet for one in tour(now)]

    @asynccontextmanager
    async def connected(self, ports: Mapping[str, int]) -> AsyncIterator[Talk]:
        async with a_box(ports["teltonika_tcp"], self.imei) as wire:
            yield _Counting(wire)


class _Counting(Talk):
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def deliver(self, packet: bytes) -> bool:
        await self._wire.send(packet)
        return await self._wire.answer(4) == packet[9:10].rjust(4, b"\x00")


class DatagramBox(FleetBox):
    """Teltonika over UDP."""

    def packets(self, count: int, now: datetime) -> list[bytes]:
        inner = _driving(count - TELTONIKA_CRASH_PACKETS, now) + [one.packet for one in tour(now)]
        return [
            udp_datagram(one[8:-4], packet_id=number, avl_packet_id=number % 256, imei=self.imei)
            for number, one in enumerate(inner)
        ]

    @asynccontextmanager
    async def connected(self, ports: Mapping[str, int]) -> AsyncIterator[Talk]:
        async with a_sender(ports["teltonika_udp"]) as sender:
            yield _Datagrams(sender)


class _Datagrams(Talk):
    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def deliver(self, packet: bytes) -> bool:
        self._sender.send(packet)
        wanted = b"\x00\x05" + packet[2:4] + b"\x01" + packet[5:6] + packet[-1:]
        async with asyncio.timeout(DATAGRAM_ANSWERED_WITHIN_S):
            await self._sender.until_received(wanted)
        return True


class WindowBox(FleetBox):
    """S2 over TCP; its trace comes in two fragments, which are forgotten together."""

    def packets(self, count: int, now: datetime) -> list[bytes]:
        at = milliseconds(now) - FRESH_MS
        long_ago = at - round(LONG_AGO.total_seconds() * 1000)
        whole = count - S2_CRASH_FRAMES
        frames = [
            self._frame(1 + number, 4, {1: long_ago + number * 1000, 4: BERTEM, 5: {1: 80.0, 4: True}})
            for number in range(whole)
        ]
        trace = a_trace_payload(at)
        frames.append(AFrame(imei=self.imei, sequence=whole + 1, payload=a_crash_payload(at)).write())
        frames.append(self._part(trace[:1500], whole + 2, 0, 3))
        frames.append(self._part(trace[1500:], whole + 2, 1, 1))
        at_rest = {4: BERTEM, 5: {1: 0.0, 3: 11, 4: True}, 17: {1: False}}
        rest = count - len(frames)
        return frames + [
            self._frame(whole + 3 + number, 4, {1: at + 500 * (number + 1), **at_rest}) for number in range(rest)
        ]

    def _part(self, payload: bytes, sequence: int, fragment: int, flags: int) -> bytes:
        frame = AFrame(kind=3, flags=flags, imei=self.imei, sequence=sequence, fragment=fragment, payload=payload)
        return frame.write()

    def _frame(self, sequence: int, kind: int, facts: dict[int, object]) -> bytes:
        payload = cbor2.dumps(facts, canonical=True)
        return AFrame(kind=kind, imei=self.imei, sequence=sequence, payload=payload).write()

    @asynccontextmanager
    async def connected(self, ports: Mapping[str, int]) -> AsyncIterator[Talk]:
        async with a_wire(ports["s2_tcp"]) as wire:
            yield _Windowed(wire)


class _Windowed(Talk):
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def deliver(self, packet: bytes) -> bool:
        await self._wire.send(packet)
        kind, said = await answered(self._wire)
        sequence = int.from_bytes(packet[20:24])
        is_part = bool(packet[4] & 2)  # more fragments: the window names the message when the last one is there
        return kind == 0x80 and (is_part or said[31] >= sequence)


def _driving(count: int, now: datetime) -> list[bytes]:
    """A car that drove somewhere long ago, and whose box tells of it now."""
    return [
        packet(
            [
                BoxReading(
                    read_at=now - LONG_AGO + timedelta(seconds=10 * number),
                    latitude_deg=SPOT.latitude_deg,
                    longitude_deg=SPOT.longitude_deg,
                    speed_kmh=80,
                )
            ]
        )
        for number in range(count)
    ]
