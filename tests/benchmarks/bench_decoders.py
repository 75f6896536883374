"""Decoders beside other people's, in one run and on the same frames: complete-teltonika-parser (npm) and pycrate.

Ours and theirs take turns, each a moment at a time, and the best of many small pieces counts: a machine
that does something else meanwhile then costs neither of them the comparison. The parser of npm takes hexadecimal text,
so ours is given the same text. What neither does for the other: theirs names the elements of one family and makes
dates; ours checks that every group ends where the next begins, and keeps the bytes.

What limits ours is the interpreter: a record costs four look-ups of its counts, one ``struct`` call for all of it, one
dictionary and one tuple. "floor of plain Python" is that ``struct`` call and that dictionary for records of one known
shape, without any check, message or frame around them; no decoder in plain Python that returns elements by their number
can be faster than it.
"""

import time
from collections.abc import Callable, Iterator
from struct import Struct
from typing import Final

from services.simulator.scenario import Crash, transmissions
from services.uplink.msd.messages import read_msd
from services.uplink.teltonika.codecs import Codec
from services.uplink.teltonika.commands import MessageType, read_command
from services.uplink.teltonika.decode import decode_frame
from services.uplink.teltonika.frames import checked_data
from tests.benchmarks.peers import MSD, TELTONIKA, PeerMissing, TeltonikaPeer, msd_peer
from tests.support.boxes import ARecord, command_data, tcp, tcp_frame
from tests.support.builders import NOON
from tests.support.msd import AnMsd

TURNS: Final = 12
MOMENT_S: Final = 0.05
WARM_UP_S: Final = 0.5
PIECE: Final = 25
"""Decodings; some of a millisecond, so that most are not interrupted."""
ANSWER: Final = b"GPS:1 Sat:7 Lat:50.860100 Long:4.623400 Alt:60 Speed:0 Dir:95 Date: 2026/11/25 Time: 12:0:0"
NOW_MS: Final = 1_790_000_000_000

Figure = tuple[str, float, str]

_RECORD: Final = Struct(">QBiihHBHHxx xxH1sH1s xxH2sH2sH2s xxH4s xx xx")
"""Of ``frames``: two elements of one byte, three of two, one of four."""


def run() -> list[Figure]:
    """Measure."""
    return [*_teltonika(), *_msd(), *_floor()]


def frames() -> dict[str, bytes]:
    """What boxes send, by codec and occasion."""
    io = {239: b"\x01", 240: b"\x01", 66: b"\x30\x40", 67: b"\x0f\xa0", 24: b"\x00\x50", 16: bytes(4)}
    driving = [ARecord(timestamp_ms=NOW_MS + 1000 * number, io=io) for number in range(8)]
    return {
        "codec 8, 1 record": tcp_frame(driving[0], codec=0x08),
        "codec 8, 8 records": tcp_frame(*driving, codec=0x08),
        "codec 8E, 1 record": tcp_frame(driving[0]),
        "codec 8E, 8 records": tcp_frame(*driving),
        "codec 8E, crash trace": transmissions(Crash(), NOON)[1].packet,
        "codec 16, 8 records": tcp_frame(*driving, codec=0x10),
    }


def _teltonika() -> Iterator[Figure]:
    try:
        with TeltonikaPeer() as peer:
            for name, frame in frames().items():
                yield from _beside(name, frame, decode_frame, peer)
            answer = tcp(command_data(Codec.CODEC_12, MessageType.ANSWER, ANSWER))
            yield from _beside("codec 12, an answer", answer, lambda raw: read_command(checked_data(raw)), peer)
    except PeerMissing as fault:
        print(f"skipped: {fault}")


def _beside(name: str, frame: bytes, decode: Callable[[bytes], object], peer: TeltonikaPeer) -> Iterator[Figure]:
    text = frame.hex()
    if peer.rate(frame, WARM_UP_S) is None:
        print(f"skipped: {TELTONIKA} refuses {name}")
        yield f"decode {name}", _rate(lambda: decode(frame)), "/s"
        return
    pairs = [(_rate(lambda: decode(bytes.fromhex(text))), peer.rate(frame, MOMENT_S)) for _ in range(TURNS)]
    yield from _figures(name, TELTONIKA, [(ours, theirs) for ours, theirs in pairs if theirs is not None])


def _figures(name: str, peer: str, pairs: list[tuple[float, float]]) -> Iterator[Figure]:
    ours, theirs = max(one for one, _ in pairs), max(other for _, other in pairs)
    yield f"decode {name}", ours, "/s"
    yield f"decode {name}, {peer}", theirs, "/s"
    yield f"decode {name} / {peer}", ours / theirs, "x"


def _msd() -> Iterator[Figure]:
    message = AnMsd()
    raw, body = message.write(), message.message()
    try:
        peer = msd_peer()
    except PeerMissing as fault:
        print(f"skipped: {fault}")
        return
    pairs = [(_rate(lambda: read_msd(raw)), _rate(lambda: peer(body))) for _ in range(TURNS)]
    yield from _figures("MSD 2, in turns", MSD, pairs)


def _floor() -> Iterator[Figure]:
    data = frames()["codec 8E, 8 records"][8:-4]
    bare = max(_rate(lambda: _bare(data)) for _ in range(TURNS))
    yield "decode codec 8E, 8 records, floor of plain Python", bare, "/s"


def _bare(data: bytes) -> list[dict[int, bytes]]:
    """The elements of sound records of one shape, nothing checked."""
    records = []
    for _, *elements in _RECORD.iter_unpack(data[2:-1]):
        pairs = iter(elements[8:])
        records.append(dict(zip(pairs, pairs, strict=False)))
    return records


def _rate(work: Callable[[], object]) -> float:
    """Calls a second in the best of the pieces that fit into a moment."""
    best_s, begun = float("inf"), time.perf_counter()
    while (at := time.perf_counter()) - begun < MOMENT_S:
        for _ in range(PIECE):
            work()
        best_s = min(best_s, time.perf_counter() - at)
    return PIECE / best_s
