"""The frames of the past, read with today's decoder: what was read otherwise, not any more, or can be read now."""

from hashlib import sha256
from pathlib import Path

from app.domain.ids import UplinkId
from app.persistence.store import SqliteStore
from app.usecases.redecode_report import Difference
from app.usecases.store import JobUnit
from services.detector.bootstrap import redecode_store
from services.detector.decoding import Decoding, fingerprint
from services.detector.key_vault import KeyVault
from tests.support.boxes import ARecord, a_crash, tcp_frame
from tests.support.builders import an_uplink
from tests.support.clocks import StandingClock


def test_every_frame_is_compared_with_what_it_was_read_as(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = SqliteStore.open(folder, StandingClock())
    store.submit(fill).result()
    report = redecode_store(folder)
    store.close()
    assert (report.frames, report.same, report.not_compared) == (7, 2, 1)
    assert [(one.uplink_id, one.difference, one.code) for one in report.differing] == [
        (3, Difference.READ_OTHERWISE, ""),
        (4, Difference.NO_LONGER_READ, "truncated"),
        (5, Difference.READ_NOW, ""),
        (7, Difference.READ_NOW, ""),
    ]
    assert not report.is_same
    assert list(folder.glob("*.key")) == []


def fill(unit: JobUnit) -> None:
    good = [tcp_frame(ARecord(timestamp_ms=number)) for number in range(4)]
    frames = [good[0], good[1], tcp_frame(a_crash()), b"\x01", good[2], b"\x02", good[3]]
    decoding = Decoding(KeyVault.of_nobody(), unit.device_keys, unit.s2)
    for payload in frames:
        unit.uplinks.append(an_uplink(payload))
    read = fingerprint(decoding.records(an_uplink(good[0]), None))
    unit.uplinks.mark_processed(UplinkId(1), read)
    unit.uplinks.mark_processed(UplinkId(2))  # of a time when it was not kept
    unit.uplinks.mark_processed(UplinkId(3), sha256(b"otherwise").hexdigest())
    unit.uplinks.mark_processed(UplinkId(4), read)
    for number in (5, 6, 7):
        unit.uplinks.quarantine(UplinkId(number), "bad_record")
    unit.uplinks.release(UplinkId(7))


def test_an_empty_store_has_nothing_that_differs(tmp_path: Path) -> None:
    SqliteStore.open(tmp_path / "data", StandingClock()).close()
    report = redecode_store(tmp_path / "data")
    assert report.is_same
    assert report.frames == 0
