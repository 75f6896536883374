"""Every source is read by its own decoder, and who proved who they are is known from then on."""

from dataclasses import replace
from hashlib import sha256

import cbor2
import pytest

from app.domain.device_key import DeviceKey, KeyState
from app.domain.ecall import CrashMark, StatedSensor
from app.domain.ids import Imei
from app.domain.uplink import RawUplink, S2Place, UplinkSource
from services.detector.decoding import Decoding, fingerprint
from services.detector.key_vault import KeyVault
from services.uplink.errors import UplinkError, UplinkErrorCode
from tests.support.boxes import a_crash, avl_data, command_data, tcp_frame, udp_datagram
from tests.support.builders import NOON, a_record
from tests.support.memory import InMemoryUnitOfWork
from tests.support.msd import AnMsd
from tests.support.s2 import IMEI, ROOT, AFrame

BOX = Imei(IMEI)
VAULT = KeyVault(bytes(32))
MSD_AUTOMATIC = AnMsd().write()
TIME = 1_790_000_000_000


@pytest.fixture(name="unit")
def a_unit_with_a_key() -> InMemoryUnitOfWork:
    unit = InMemoryUnitOfWork()
    unit.device_keys.put(DeviceKey(BOX, 1, VAULT.seal(BOX, 1, ROOT), KeyState.RETIRED, NOON))
    return unit


def raw(payload: bytes, source: UplinkSource) -> RawUplink:
    return RawUplink(BOX, source, NOON, payload, sha256(payload).hexdigest())


def decoding(unit: InMemoryUnitOfWork) -> Decoding:
    return Decoding(VAULT, unit.device_keys, unit.s2)


def refused(unit: InMemoryUnitOfWork, payload: bytes, source: UplinkSource) -> UplinkErrorCode:
    with pytest.raises(UplinkError) as error:
        decoding(unit).records(raw(payload, source), None)
    return error.value.code


@pytest.mark.parametrize(
    ("payload", "source", "mark", "authenticated"),
    [
        (tcp_frame(a_crash()), UplinkSource.TELTONIKA_TCP, CrashMark.CRASH, False),
        (udp_datagram(avl_data([a_crash()])), UplinkSource.TELTONIKA_UDP, CrashMark.CRASH, False),
        (AFrame().write(), UplinkSource.S2_TCP, CrashMark.CRASH_UNCALIBRATED, True),
        (AFrame(flags=0).write(), UplinkSource.S2_FEED, CrashMark.CRASH_UNCALIBRATED, True),
        (AFrame(flags=9).write(), UplinkSource.S2_TCP, CrashMark.TEST, True),
        (MSD_AUTOMATIC, UplinkSource.MSD_FEED, CrashMark.AUTOMATIC_MSD, True),
        (
            AFrame(kind=6, payload=cbor2.dumps({18: MSD_AUTOMATIC})).write(),
            UplinkSource.S2_TCP,
            CrashMark.AUTOMATIC_MSD,
            True,
        ),
        (
            AFrame(kind=6, flags=9, payload=cbor2.dumps({18: MSD_AUTOMATIC})).write(),
            UplinkSource.S2_TCP,
            CrashMark.TEST,
            True,
        ),
    ],
)
def test_each_source_has_its_decoder(
    unit: InMemoryUnitOfWork, payload: bytes, source: UplinkSource, mark: CrashMark, *, authenticated: bool
) -> None:
    (record,) = decoding(unit).records(raw(payload, source), None)
    assert (record.imei, record.mark, record.authenticated) == (BOX, mark, authenticated)


def test_a_greeting_without_its_time_says_nothing(unit: InMemoryUnitOfWork) -> None:
    for kind in (1, 5):
        assert (
            decoding(unit).records(raw(AFrame(kind=kind, payload=cbor2.dumps({})).write(), UplinkSource.S2_TCP), None)
            == ()
        )


def test_what_cannot_be_read_today_says_why(unit: InMemoryUnitOfWork) -> None:
    s2 = UplinkSource.S2_TCP
    assert refused(unit, AFrame(payload=b"\xff").write(), s2) is UplinkErrorCode.BAD_RECORD
    assert refused(unit, AFrame(payload=cbor2.dumps({})).write(), s2) is UplinkErrorCode.BAD_RECORD
    assert refused(unit, AFrame(kind=0x33).write(), s2) is UplinkErrorCode.NOT_STANDARD
    assert refused(unit, AFrame(version=2).write(), s2) is UplinkErrorCode.UNKNOWN_VERSION
    assert refused(InMemoryUnitOfWork(), AFrame().write(), s2) is UplinkErrorCode.UNKNOWN_KEY
    assert refused(unit, b"\x09", UplinkSource.MSD_FEED) is UplinkErrorCode.NOT_STANDARD
    command = udp_datagram(command_data(0x0C, 6, b"ver"))
    assert refused(unit, command, UplinkSource.TELTONIKA_UDP) is UplinkErrorCode.UNKNOWN_CODEC
    torn = udp_datagram(avl_data([a_crash()])[:-10] + b"\x01")
    assert refused(unit, torn, UplinkSource.TELTONIKA_UDP) is UplinkErrorCode.BAD_RECORD


def test_fragments_are_read_when_all_are_there_whichever_is_asked(unit: InMemoryUnitOfWork) -> None:
    trace = cbor2.dumps(
        {
            1: TIME,
            11: {0: ["x", "y", "z"], 1: 2500, 2: 0, 3: 0.004, 4: 24.0},
            12: cbor2.CBORTag(77, b"\x01\x00\x02\x00\x03\x00"),
            14: {0: True},
        }
    )
    parts = [
        AFrame(kind=3, flags=3, payload=trace[:20]),
        AFrame(kind=3, flags=3, fragment=1, payload=trace[20:50]),
        AFrame(kind=3, fragment=2, payload=trace[50:]),
    ]
    frames = [raw(part.write(), UplinkSource.S2_TCP) for part in parts]
    for number in (2, 0):
        unit.uplinks.append(frames[number])
        unit.s2.add(S2Place(BOX, 12, 1, number, is_last=number == 2), frames[number].digest)
        assert decoding(unit).records(frames[number], None) == ()
    unit.uplinks.append(frames[1])
    unit.s2.add(S2Place(BOX, 12, 1, 1, is_last=False), frames[1].digest)
    (record,) = decoding(unit).records(frames[0], None)
    assert decoding(unit).records(frames[2], None) == (record,)
    assert record.trace is not None
    assert record.trace.samples_mg == ((4, 8, 12),)
    assert record.trace.sensor == StatedSensor(400.0, 24.0)


def test_a_fingerprint_is_of_what_is_said() -> None:
    record = a_record()
    assert fingerprint([record]) == fingerprint([a_record()])
    assert fingerprint([record]) != fingerprint([replace(record, mark=CrashMark.SOS)])
    assert fingerprint([record]) != fingerprint([record, record])
    assert fingerprint([]) == fingerprint(())
