"""What the tests of the use cases that boxes drive share: crashes by their facts, judged by the real clauses.

A test says what is known (``Crash(peak_g=6.3)``) and what became known (``crash.with_(standstill=True)``); the verdict
is what the S2 clauses make of it, so a test here cannot believe in a verdict that never comes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from app.domain.audit import AuditAction
from app.domain.case import Case, CasePlace
from app.domain.ecall import CrashMark, Ecall
from app.domain.ids import EcallId, Imei, new_id
from app.domain.service_order import OrderState, ServiceOrder
from app.domain.subscription import Contract
from app.domain.verdict import Verdict
from app.rules.clauses import Edition, load_edition
from app.settings import Settings
from app.usecases.record_ecall import RecordEcall, record_ecall
from resources.editions import read_edition
from services.detection.verdict import Findings, judge
from tests.support.builders import AN_IMEI, NOON, a_box, a_contract, a_fragment, a_measurement, a_place, an_ecall
from tests.support.clocks import StandingClock
from tests.support.memory import InMemoryUnitOfWork

SETTINGS = Settings()
DELAY = timedelta(seconds=4)
"""From the crash to the reception of its first record."""


@cache
def edition() -> Edition:
    """The clauses as shipped."""
    return load_edition(read_edition("S2-FAQ"))


@dataclass(frozen=True)
class Crash:
    """What is known of one E-call: by default a car at rest near Bertem, hit at noon, its trace still to come."""

    peak_g: float | None = None
    standstill: bool | None = True
    place: CasePlace | None = field(default_factory=a_place)
    mark: CrashMark = CrashMark.CRASH
    pressed: bool = False
    occurred_at: datetime = NOON
    received_at: datetime = NOON + DELAY
    delta_v_kmh: float | None = None
    is_bound: bool = False
    imei: Imei = AN_IMEI
    ecall_id: EcallId = field(default_factory=lambda: EcallId(new_id()))

    def with_(self, **changes: object) -> "Crash":
        """The same crash, with this known."""
        return _with(self, changes)

    @property
    def verdict(self) -> Verdict:
        """What the clauses say."""
        in_belgium = None if self.place is None else self.place.in_belgium
        marks = frozenset({self.mark, CrashMark.SOS} if self.pressed else {self.mark})
        return judge(Findings(self.peak_g, self.is_bound, self.standstill, in_belgium, marks), edition())

    @property
    def ecall(self) -> Ecall:
        """As detection would hand it over."""
        measured = a_measurement(peak_g=self.peak_g, delta_v_kmh=self.delta_v_kmh, impacts=(), rollover=None)
        measured = replace(measured, sensor_caps_peak=self.is_bound)
        has_trace = self.peak_g is not None
        return an_ecall(
            ecall_id=self.ecall_id,
            imei=self.imei,
            occurred_at=self.occurred_at,
            received_at=self.received_at,
            mark=self.mark,
            measurement=measured if has_trace else None,
            fragments=(a_fragment(starts_at=self.occurred_at),) if has_trace else (),
            standstill=self.standstill,
        )

    @property
    def command(self) -> RecordEcall:
        """As the pipeline would hand it over."""
        return RecordEcall(self.ecall, self.verdict, self.place)


def after(first: Crash, **changes: object) -> Crash:
    """Another crash of the same car, a minute later."""
    later = timedelta(minutes=1)
    known = {"occurred_at": first.occurred_at + later, "received_at": first.received_at + later}
    return _with(first, {"ecall_id": EcallId(new_id()), **known, **changes})


def _with(crash: Crash, changes: Mapping[str, object]) -> Crash:
    return replace(crash, **cast("dict[str, Any]", dict(changes)))  # replace() itself refuses a name that is no field


@dataclass
class Desk:
    """A unit of work in memory with one box on record, and a clock that follows what is received."""

    unit: InMemoryUnitOfWork = field(default_factory=InMemoryUnitOfWork)
    clock: StandingClock = field(default_factory=lambda: StandingClock(NOON + DELAY))

    def __post_init__(self) -> None:
        self.knows(a_contract())

    def knows(self, contract: Contract | None = None, **box: object) -> None:
        """Have this contract and box on record, and no other."""
        self.unit.contracts.contracts.clear()
        if contract is not None:
            self.unit.contracts.contracts[contract.contract_id] = contract
        known = a_box(**box)
        self.unit.boxes.boxes[known.imei] = known

    def hears(self, crash: Crash) -> Case | None:
        """Record the crash as it is known now, and check that what was written is audited."""
        told = max(self.clock.now(), crash.received_at)
        self.clock.advance(told - self.clock.now())
        return self.records(crash.command)

    def records(self, command: RecordEcall) -> Case | None:
        """The same, for a command of the test's own."""
        case = record_ecall(command, self.unit, self.clock, SETTINGS)
        self.unit.check_audited()
        return case

    def opens(self, crash: Crash) -> Case:
        """Record a crash that is in a case now."""
        case = self.hears(crash)
        assert case is not None
        return case

    def case(self, crash: Crash) -> Case:
        """The case the crash is in."""
        found = self.unit.cases.of_ecall(crash.ecall_id)
        assert found is not None
        return found

    def has_now(self, case: Case) -> None:
        """Have a case as a person left it."""
        self.unit.cases.cases[case.case_id] = case

    def order_became(self, state: OrderState) -> None:
        """Have the only order end as a person wrote it down."""
        (order,) = self.orders()
        self.unit.orders.orders[order.order_id] = replace(order, state=state)

    def orders(self) -> list[ServiceOrder]:
        """Every order there is."""
        return list(self.unit.orders.orders.values())

    def actions(self, case: Case) -> list[AuditAction]:
        """The timeline of a case."""
        return self.unit.audit.actions(case.case_id)

    def rang(self) -> list[bool]:
        """Of every event there was, whether it rang."""
        return [event.rings for event in self.unit.events.events]

    def everything(self) -> list[dict[str, object]]:
        """All that is stored, to compare with."""
        parts = [part for name, part in vars(self.unit).items() if name != "_obligation"]
        kept = []
        for part in parts:
            values = {name: value for name, value in vars(part).items() if not name.startswith("_")}
            kept.append({name: value.copy() for name, value in values.items()})
        return kept
