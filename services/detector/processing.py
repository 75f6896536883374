"""One stored frame: what it says, what that means, and what follows, all in the transaction it is given.

Decoded, detected, judged, recorded, marked as done: either everything of it is kept or nothing, so a service that is
killed in between finds the frame again as if nobody had looked at it. The same frame twice changes nothing, because
detection puts an E-call together from the whole set of its records and not from the change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from app.domain.box import BoxModel
from app.domain.case import CasePlace
from app.domain.clock import Clock
from app.domain.ecall import BoxRecord, Ecall
from app.domain.ids import EcallId, new_id
from app.domain.uplink import StoredUplink
from app.geography.place import PlaceFacts, case_place
from app.rules.clauses import Edition
from app.settings import Settings
from app.usecases.hear_box import hear_box
from app.usecases.note_firmware import NoteFirmware, note_firmware
from app.usecases.quarantine_uplink import QuarantineUplink, quarantine_uplink
from app.usecases.record_ecall import RecordEcall, record_ecall
from app.usecases.unit_of_work import UnitOfWork
from services.detection.correlate import Decision, Unchanged, detect
from services.detection.thresholds import Thresholds
from services.detection.verdict import decide
from services.detector.decoding import Decoding, Reading, fingerprint
from services.detector.key_vault import KeyVault
from services.detector.same_car import ecalls_of_same_car
from services.uplink.errors import UplinkError

_BELONGS_WITHIN: Final = timedelta(minutes=30)
_APPROACH: Final = timedelta(minutes=5)
_MOST_RECENT_FRAMES: Final = 300
_LAST_INSTANT: Final = datetime.max.replace(tzinfo=UTC)


class Gazetteer(Protocol):
    """Says where a position is."""

    def place(self, latitude_deg: float, longitude_deg: float, accuracy_m: float | None = None) -> PlaceFacts:
        """Return what is known of a position.

        Raises:
            ValueError: No such position exists.
        """
        ...


@dataclass(frozen=True, slots=True)
class Judges:
    """What an E-call is measured and judged with."""

    clock: Clock
    settings: Settings
    edition: Edition
    thresholds: Thresholds
    gazetteer: Gazetteer
    vault: KeyVault


@dataclass(frozen=True, slots=True)
class _Frame:
    """A frame, what it says, and the model of its box."""

    uplink: StoredUplink
    records: Sequence[BoxRecord]
    model: BoxModel | None


def process(uplink: StoredUplink, unit: UnitOfWork, judges: Judges) -> None:
    """Do what follows from a stored frame; one that cannot be read is put aside for a person."""
    box = unit.boxes.find(uplink.raw.imei)
    model = None if box is None else box.model
    decoding = Decoding(judges.vault, unit.device_keys, unit.s2)
    try:
        reading = decoding.read(uplink.raw, model)
    except UplinkError as error:
        quarantine_uplink(QuarantineUplink(uplink, error.code.value), unit, judges.clock)
        return
    frame = _Frame(uplink, reading.records, model)
    _hear(reading, uplink, unit, judges.clock)
    for decision in _decisions(frame, decoding, unit, judges.thresholds):
        if not isinstance(decision, Unchanged):
            _record(decision.ecall, unit, judges)
    unit.uplinks.mark_processed(uplink.uplink_id, fingerprint(reading.records))


def _hear(reading: Reading, uplink: StoredUplink, unit: UnitOfWork, clock: Clock) -> None:
    """Keep what the frame says of the box itself."""
    if reading.answer is not None:
        hear_box(reading.answer, unit, clock)
    if reading.firmware is not None:
        note_firmware(NoteFirmware(uplink.raw.imei, reading.firmware, uplink.raw.received_at), unit, clock)


def _decisions(frame: _Frame, decoding: Decoding, unit: UnitOfWork, thresholds: Thresholds) -> Sequence[Decision]:
    ecalls = _ecalls_around(frame.uplink, frame.records, unit)
    is_marked = any(record.mark is not None for record in frame.records)
    if not ecalls and not is_marked:
        return ()  # by far the most frames: a car that drives
    recent = _recent_records(frame, decoding, unit) if is_marked else ()  # once marked, a crash has its approach
    received_at = frame.uplink.raw.received_at
    return detect(frame.records, recent, ecalls, frame.model, received_at, thresholds, _new_ecall_id)


def _ecalls_around(uplink: StoredUplink, records: Sequence[BoxRecord], unit: UnitOfWork) -> tuple[Ecall, ...]:
    if not records:
        return ()
    earliest = min(record.device_at for record in records) - _BELONGS_WITHIN
    latest = min(max(record.device_at for record in records), _LAST_INSTANT - _BELONGS_WITHIN) + _BELONGS_WITHIN
    received_since = uplink.raw.received_at - _BELONGS_WITHIN
    own = unit.ecalls.around(uplink.raw.imei, earliest, latest, received_since)
    return own + ecalls_of_same_car(uplink.raw.imei, records, unit)


def _recent_records(frame: _Frame, decoding: Decoding, unit: UnitOfWork) -> Sequence[BoxRecord]:
    """Return what the box said in the last minutes, from frames that are the approach of a crash."""
    raw = frame.uplink.raw
    frames = unit.uplinks.recent(raw.imei, raw.received_at - _APPROACH, frame.uplink.uplink_id)
    records: list[BoxRecord] = []
    for recent in frames[-_MOST_RECENT_FRAMES:]:
        try:
            records += decoding.records(recent.raw, frame.model)
        except UplinkError:
            continue  # still waiting to be put aside; it has no say here
    return records


def _record(ecall: Ecall, unit: UnitOfWork, judges: Judges) -> None:
    place = _place(ecall, judges.gazetteer)
    verdict = decide(ecall, None if place is None else place.in_belgium, judges.edition)
    record_ecall(RecordEcall(ecall, verdict, place), unit, judges.clock, judges.settings)


def _place(ecall: Ecall, gazetteer: Gazetteer) -> CasePlace | None:
    """Return where it was; of a place from before the crash, whether that was in Belgium decides nothing."""
    position = ecall.position or ecall.last_known
    if position is None:
        return None
    try:
        facts = gazetteer.place(position.latitude_deg, position.longitude_deg, position.accuracy_m)
    except ValueError:
        return None  # coordinates that are not on the globe
    if ecall.position is None:
        return case_place(position, replace(facts, in_belgium=None), is_last_known=True)
    return case_place(position, facts, is_last_known=False)


def _new_ecall_id() -> EcallId:
    return EcallId(new_id())
