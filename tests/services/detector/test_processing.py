"""What follows from stored frames, in whatever pieces, order and number they were stored."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

import pytest

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.box import Box
from app.domain.case import Case, CaseState, Hold, Outcome
from app.domain.ids import UplinkId
from app.domain.uplink import StoredUplink, UplinkState
from app.domain.verdict import VerdictKind
from app.geography.place import PlaceFacts
from app.rules.clauses import Edition, load_edition
from app.settings import Settings
from app.usecases.actor import SERVICE
from app.usecases.register_box import RegisterBox, register_box
from app.usecases.store_uplink import StoreUplink, store_uplink
from resources.editions import read_edition
from services.detection.thresholds import Thresholds
from services.detector.key_vault import KeyVault
from services.detector.processing import Judges, process
from services.simulator.scenario import Crash, transmissions
from services.simulator.training import TOUR_BOX
from tests.support.boxes import ARecord, a_crash, avl_data, tcp, tcp_frame
from tests.support.builders import NOON, a_box, an_uplink
from tests.support.clocks import StandingClock
from tests.support.memory import InMemoryUnitOfWork

IN_BELGIUM = PlaceFacts(
    in_belgium=True,
    country_codes=("BE",),
    municipality=None,
    postcode=None,
    province=None,
    nearest_place=None,
    distance_to_border_m=None,
)


@cache
def the_edition() -> Edition:
    return load_edition(read_edition("S2-FAQ"))


@dataclass
class FakeGazetteer:
    """Says the same of every place on the globe."""

    facts: PlaceFacts = IN_BELGIUM

    def place(self, latitude_deg: float, longitude_deg: float, accuracy_m: float | None = None) -> PlaceFacts:
        del accuracy_m
        if abs(latitude_deg) > 90 or abs(longitude_deg) > 180:
            raise ValueError(latitude_deg, longitude_deg)
        return self.facts


class Bench:
    """A unit of work with the tour's box on record, and frames put through it."""

    def __init__(self, gazetteer: FakeGazetteer | None = None) -> None:
        self.unit = InMemoryUnitOfWork()
        self.clock = StandingClock()
        edition = the_edition()
        places = gazetteer or FakeGazetteer()
        self.judges = Judges(
            self.clock, Settings(), edition, Thresholds.from_edition(edition), places, KeyVault(bytes(32))
        )
        register_box(RegisterBox(SERVICE, self.box()), self.unit, self.clock)

    @staticmethod
    def box() -> Box:
        model = replace(
            a_box().model,
            name=TOUR_BOX.model_name,
            trace_rate_hz=TOUR_BOX.trace_rate_hz,
            full_scale_g=TOUR_BOX.full_scale_g,
        )
        return a_box(imei=TOUR_BOX.imei, model=model, contract_id=None)

    def store(self, payload: bytes) -> StoredUplink:
        raw = an_uplink(payload, imei=TOUR_BOX.imei, received_at=self.clock.now())
        uplink_id = store_uplink(StoreUplink(raw), self.unit)
        assert uplink_id is not None
        return StoredUplink(uplink_id, raw, UplinkState.STORED)

    def receive(self, *payloads: bytes) -> None:
        for payload in payloads:
            process(self.store(payload), self.unit, self.judges)
            self.unit.check_audited()

    def the_case(self) -> Case:
        (case,) = self.unit.cases.cases.values()
        return case

    def state_of(self, uplink_id: int) -> UplinkState:
        return self.unit.uplinks.stored[UplinkId(uplink_id)].state


@pytest.fixture
def bench() -> Bench:
    return Bench()


def packets(crash: Crash | None = None) -> list[bytes]:
    return [sent.packet for sent in transmissions(crash or Crash(), NOON)]


def test_a_crash_becomes_a_case_with_its_tow(bench: Bench) -> None:
    bench.receive(*packets())
    case = bench.the_case()
    assert case.verdict.kind is VerdictKind.TOW_AT_ONCE
    assert case.place is not None
    assert case.place.in_belgium
    assert [order.kind for order in bench.unit.orders.of_case(case.case_id)] == ["tow"]
    assert {bench.state_of(number) for number in (1, 2, 3)} == {UplinkState.PROCESSED}


@pytest.mark.parametrize("order", [(2, 0, 1), (1, 0, 2), (0, 2, 1)])
def test_the_order_of_frames_changes_nothing(bench: Bench, order: tuple[int, ...]) -> None:
    sent = packets()
    bench.receive(*(sent[place] for place in order))
    assert bench.the_case().verdict.kind is VerdictKind.TOW_AT_ONCE


def test_a_frame_processed_twice_changes_nothing(bench: Bench) -> None:
    uplinks = [bench.store(payload) for payload in packets()]
    for uplink in uplinks:
        process(uplink, bench.unit, bench.judges)
    before = bench.the_case()
    events = len(bench.unit.events.events)
    for uplink in uplinks:
        process(uplink, bench.unit, bench.judges)
    assert bench.the_case() == before
    assert len(bench.unit.events.events) == events


def test_the_approach_from_earlier_frames_is_known(bench: Bench) -> None:
    early = tcp_frame(*(ARecord(timestamp_ms=_ms(-20 + second), speed_kmh=110) for second in range(10)))
    crash = tcp_frame(a_crash(timestamp_ms=_ms(0), speed_kmh=0))
    bench.receive(early, crash)
    (ecall,) = bench.unit.ecalls.ecalls.values()
    assert ecall.approach_speed_kmh == 110


def test_a_restarted_box_is_heard_after_its_case_was_closed(bench: Bench) -> None:
    """It counts its crashes from one again, and a case that is closed must not swallow the next one."""
    bench.receive(*packets())
    first = bench.the_case()
    closed_at = NOON + timedelta(seconds=120)
    closed = replace(first, state=CaseState.CLOSED, closed_at=closed_at, outcome=Outcome.KERB)
    bench.unit.cases.cases[first.case_id] = closed
    bench.clock.advance(closed_at + timedelta(seconds=40) - bench.clock.now())
    bench.receive(*(sent.packet for sent in transmissions(Crash(), bench.clock.now())))
    (again,) = bench.unit.cases.open_cases()
    assert (again.linked_case_id, again.impacts) == (first.case_id, 1)
    left = bench.unit.cases.get(first.case_id)
    assert replace(left, version=closed.version) == closed


def test_a_drive_costs_no_case_and_is_done_with(bench: Bench) -> None:
    bench.receive(tcp_frame(ARecord(speed_kmh=90)))
    assert not bench.unit.cases.cases
    assert bench.state_of(1) is UplinkState.PROCESSED


def test_without_a_fix_whether_it_is_in_belgium_is_unknown(bench: Bench) -> None:
    bench.receive(*packets(Crash(has_fix=False)))
    case = bench.the_case()
    assert case.place is not None
    assert case.place.is_last_known
    assert case.place.in_belgium is None
    assert case.place.country_codes == ("BE",)
    assert Hold.PLACE_UNKNOWN in case.holds


def test_coordinates_that_are_not_on_the_globe_are_no_place(bench: Bench) -> None:
    bench.receive(tcp_frame(a_crash(latitude_1e7=2_140_000_000)))
    assert bench.the_case().place is None


def test_out_of_belgium_no_tow_is_ordered() -> None:
    bench = Bench(FakeGazetteer(replace(IN_BELGIUM, in_belgium=False, country_codes=("DE",))))
    bench.receive(*packets())
    assert not bench.unit.orders.orders


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        pytest.param(tcp(avl_data([ARecord()])[:-3] + b"\x01\x01\x01"), "bad_record", id="bytes behind the records"),
        pytest.param(tcp_frame(ARecord(timestamp_ms=1 << 60)), "bad_timestamp", id="a time after the year 9999"),
    ],
)
def test_what_cannot_be_read_is_put_aside_where_a_person_sees_it(bench: Bench, payload: bytes, reason: str) -> None:
    bench.receive(payload)
    assert bench.state_of(1) is UplinkState.QUARANTINED
    assert bench.unit.uplinks.reasons == {UplinkId(1): reason}
    actions = [entry.record.action for entry in bench.unit.audit.of_chain(SYSTEM_CHAIN)]
    assert AuditAction.UPLINK_QUARANTINED in actions


def test_an_unreadable_frame_among_the_recent_ones_is_passed_over(bench: Bench) -> None:
    bench.store(tcp_frame(ARecord(timestamp_ms=1 << 60)))
    bench.receive(*packets())
    assert bench.the_case().verdict.kind is VerdictKind.TOW_AT_ONCE


def test_the_last_instant_of_the_calendar_is_no_trouble(bench: Bench) -> None:
    bench.receive(tcp_frame(ARecord(timestamp_ms=253_402_300_799_999)))
    assert bench.state_of(1) is UplinkState.PROCESSED


def test_an_empty_frame_is_done_with(bench: Bench) -> None:
    bench.receive(tcp(avl_data([])))
    assert bench.state_of(1) is UplinkState.PROCESSED


def _ms(seconds: float) -> int:
    return round((NOON + timedelta(seconds=seconds)).timestamp() * 1000)
