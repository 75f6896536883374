"""Make of an E-call what the clauses ask for: a case, a second impact, an update, a rejection; and the tow truck.

Everything happens in the unit of work of the frame that brought the fact, so that a case is never without its tow and
a tow never without its reason, whatever the service is killed in the middle of. Nothing is ever taken back by the
rules: a case whose E-call turns out to be none stays a case and says so, and a closed case is opened again, loudly,
when a late trace shows that somebody should have been sent, or when it brings a blow or a call that nobody knew of.

An event rings when a person is needed who was not needed before: a case, an impact, a truck that became due or has to
be asked about, a higher priority. Everything else a desk hears in silence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.answer import ON_MOTORWAY, said
from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.case import Case, CasePlace, CaseState, Hold, TowQuestion
from app.domain.clock import Clock
from app.domain.ecall import CrashMark, Ecall
from app.domain.events import Event, EventKind
from app.domain.ids import CaseId, new_id
from app.domain.rejected import RejectedEcall
from app.domain.service_order import ServiceKind, ServiceOrder
from app.domain.subscription import contract_state
from app.domain.verdict import Verdict
from app.settings import Settings
from app.usecases.actor import SERVICE
from app.usecases.automatic_tow import TowDecision, TowStep, carry_out, decide_tow
from app.usecases.case_changes import Entry, write_down
from app.usecases.case_facts import Heard, new_case, with_impact, with_update
from app.usecases.earlier_cases import NewImpact, case_to_join, case_to_link, cases_of, is_told, numbers_of_car
from app.usecases.holds import BELGIAN_TIME, event_day
from app.usecases.phone_cases import told_cases_of
from app.usecases.pile_up import neighbours_of, tell_neighbours, with_neighbours
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RecordEcall:
    """Record a crash as it is known now, new or updated; what is stored of it already says which.

    Attributes:
        place: Of this E-call: its fix, or the last known one; None = neither.
    """

    ecall: Ecall
    verdict: Verdict
    place: CasePlace | None


def record_ecall(command: RecordEcall, uow: UnitOfWork, clock: Clock, settings: Settings) -> Case | None:
    """Store the E-call and do what follows from it; return its case, or None when it is rejected.

    The same command twice changes nothing the second time.
    """
    now = clock.now()
    case = uow.cases.of_ecall(command.ecall.ecall_id)
    if case is not None:
        return _update(case, command, uow, now, settings)
    if command.verdict.denies_crash and command.ecall.mark is not CrashMark.TEST:
        _reject(command, uow, now)
        return None
    uow.ecalls.put(command.ecall)
    impact = NewImpact(command.ecall, command.place)
    cases = (
        *cases_of(numbers_of_car(command.ecall, uow, settings), uow.cases),
        *told_cases_of(command.ecall.imei, uow),
    )
    joined = case_to_join(impact, cases, settings)
    if joined is not None:
        return _join(joined, command, uow, now, settings)
    return _open(command, case_to_link(impact, cases, now, settings), uow, now, settings)


def _open(command: RecordEcall, linked: Case | None, uow: UnitOfWork, now: datetime, settings: Settings) -> Case:
    ecall = command.ecall
    was_rejected = _forget_rejection(ecall, uow)
    heard_at = now if was_rejected else ecall.received_at
    number = uow.cases.next_number(heard_at.astimezone(BELGIAN_TIME).year)
    case = new_case(_heard(command, uow, settings), CaseId(new_id()), number, heard_at, settings)
    tow = decide_tow(case, (), uow.orders.running_for_box(ecall.imei))
    case = replace(case, tow_question=tow.question, linked_case_id=None if linked is None else linked.case_id)
    neighbours = _neighbours(case, uow, settings)
    case = with_neighbours(case, neighbours)
    uow.cases.add(case)
    facts = {"priority": str(case.priority.value), **_crash_facts(ecall, case), **_tow_facts(tow)}
    _enter(AuditAction.CASE_OPENED, case, facts, uow, now)
    tell_neighbours(case, neighbours, uow, now)
    carry_out(tow, case, uow, now)
    uow.events.append(_rings(case, ecall, now, was_rejected=was_rejected))
    return case


def _join(case: Case, command: RecordEcall, uow: UnitOfWork, now: datetime, settings: Settings) -> Case:
    was_rejected = _forget_rejection(command.ecall, uow)
    grown = with_impact(case, _heard(command, uow, settings), now, settings)
    tow = _decided(grown, (), uow)
    saved = uow.cases.save(replace(grown, tow_question=tow.question))
    facts = {"impacts": str(saved.impacts), **_crash_facts(command.ecall, saved), **_tow_facts(tow)}
    facts |= _other_tows(case, saved, uow)
    _enter(AuditAction.ECALL_JOINED if is_told(case) else AuditAction.SECOND_IMPACT, saved, facts, uow, now)
    _follow_number(case, saved, uow)
    _enter_priority(case, saved, uow, now)
    carry_out(tow, saved, uow, now)
    uow.events.append(_rings(saved, command.ecall, now, was_rejected=was_rejected))
    return saved


def _update(case: Case, command: RecordEcall, uow: UnitOfWork, now: datetime, settings: Settings) -> Case:
    ecall = command.ecall
    stored = uow.ecalls.get(ecall.ecall_id)
    known = with_update(case, _heard(command, uow, settings), settings)
    tow = _decided(known, _orders_since_impact(known, ecall, uow), uow)
    has_moved = (known.place, known.event_at, known.imei) != (case.place, case.event_at, case.imei)
    neighbours = _neighbours(known, uow, settings) if has_moved else ()
    known = with_neighbours(replace(known, tow_question=tow.question), neighbours)
    if stored != ecall:
        uow.ecalls.put(ecall)
    strikes = _strikes_closed(case, stored, ecall)
    if known == case and tow.step is TowStep.NOTHING and not strikes and not _tells_more(stored, ecall):
        return case
    rings = strikes or tow.step is not TowStep.NOTHING or known.priority < case.priority
    saved = uow.cases.save(_awakened(known, now) if rings else known)
    facts = {"ecall_id": ecall.ecall_id, **_new_in(_crash_facts(stored, case), _crash_facts(ecall, saved))}
    _enter(AuditAction.ECALL_UPDATED, saved, facts | _tow_facts(tow), uow, now)
    tell_neighbours(saved, neighbours, uow, now)
    _enter_priority(case, saved, uow, now)
    carry_out(tow, saved, uow, now)
    if case.state is not saved.state:
        _enter(AuditAction.CASE_REOPENED, saved, {}, uow, now)
    uow.events.append(Event(EventKind.CASE_CHANGED, now, case_id=saved.case_id, rings=rings))
    return saved


def _follow_number(before: Case, after: Case, uow: UnitOfWork) -> None:
    """Let the trucks of a case whose box became known be those of that box: one car, one truck."""
    if before.imei != after.imei:
        for order in _running_of(after, uow):
            uow.orders.put(order)


def _other_tows(before: Case, after: Case, uow: UnitOfWork) -> dict[str, str]:
    """The trucks of other cases that a box which became known has on their way: they stay what they are."""
    running = () if before.imei == after.imei else uow.orders.running_for_box(after.imei)
    others = [one.order_id for one in running if one.case_id != after.case_id]
    return {"other_order_ids": " ".join(others)} if others else {}


def _running_of(case: Case, uow: UnitOfWork) -> tuple[ServiceOrder, ...]:
    return tuple(
        one for one in uow.orders.of_case(case.case_id) if one.kind is ServiceKind.TOW and one.state.is_running
    )


def _decided(case: Case, earlier: Sequence[ServiceOrder], uow: UnitOfWork) -> TowDecision:
    """Decide about a tow; none by the rules while it is said that the car stands on a motorway (police tow)."""
    decision = decide_tow(case, earlier, uow.orders.running_for_box(case.imei) or _running_of(case, uow))
    if decision.step is TowStep.NOTHING or not said(uow.answers.of_case(case.case_id), ON_MOTORWAY):
        return decision
    return TowDecision(TowStep.NOTHING, TowQuestion.NO)


def _neighbours(case: Case, uow: UnitOfWork, settings: Settings) -> Sequence[Case]:
    if case.is_test or case.place is None:
        return ()
    return neighbours_of(case, uow.boxes.of_same_car(case.imei), uow.cases.open_cases(), settings)


def _reject(command: RecordEcall, uow: UnitOfWork, now: datetime) -> None:
    ecall, verdict = command.ecall, command.verdict
    peak_g = _peak_g(ecall)
    rejected = RejectedEcall(
        ecall.ecall_id, ecall.imei, ecall.occurred_at, ecall.received_at, peak_g=peak_g, verdict=verdict
    )
    uow.ecalls.put(ecall)
    if uow.ecalls.find_rejected(ecall.ecall_id) == rejected:
        return
    uow.ecalls.put_rejected(rejected)
    facts = {
        "ecall_id": ecall.ecall_id,
        "mark": ecall.mark.value,
        "reasons": ",".join(reason.code for reason in verdict.reasons),
        **_peak_facts(ecall),
    }
    known = {name: text for name, text in facts.items() if text}
    write_down(uow, SYSTEM_CHAIN, SERVICE, now, Entry(AuditAction.ECALL_REJECTED, known, {"imei": ecall.imei}))
    uow.events.append(Event(EventKind.ECALL_REJECTED, now, ecall_id=ecall.ecall_id))


def _forget_rejection(ecall: Ecall, uow: UnitOfWork) -> bool:
    """Drop a rejection, because the E-call becomes a case after all; say whether there was one."""
    was_rejected = uow.ecalls.find_rejected(ecall.ecall_id) is not None
    uow.ecalls.drop_rejected(ecall.ecall_id)
    return was_rejected


def _rings(case: Case, ecall: Ecall, now: datetime, *, was_rejected: bool) -> Event:
    """The event of a new case or impact; it names an E-call that stands among the rejected until the desks hear it."""
    ecall_id = ecall.ecall_id if was_rejected else None
    return Event(EventKind.CASE_CHANGED, now, case_id=case.case_id, ecall_id=ecall_id, rings=True)


def _heard(command: RecordEcall, uow: UnitOfWork, settings: Settings) -> Heard:
    """Join what the box said with what is on record of its contract. A box without car or contract delays nothing."""
    box = uow.boxes.find(command.ecall.imei)
    contract_id = None if box is None else box.contract_id
    contract = None if contract_id is None else uow.contracts.find(contract_id)
    day = event_day(command.ecall.occurred_at, command.ecall.received_at, settings)
    return Heard(command.ecall, command.verdict, command.place, contract_id, contract_state(contract, day))


def _orders_since_impact(case: Case, ecall: Ecall, uow: UnitOfWork) -> tuple[ServiceOrder, ...]:
    """Return the orders of the case that its last impact did not make void."""
    orders = [order for order in uow.orders.of_case(case.case_id) if order.kind is ServiceKind.TOW]
    if not orders:
        return ()
    last = case.ecall_ids[-1]
    received_at = ecall.received_at if last == ecall.ecall_id else uow.ecalls.get(last).received_at
    return tuple(order for order in orders if order.ordered_at >= received_at)


def _tells_more(stored: Ecall, ecall: Ecall) -> bool:
    """Whether a person would see a difference.

    A car at rest sends a record every few seconds; a version each would make every second command of an operator fail.
    """
    quiet = replace(stored, track=ecall.track, position=ecall.position, last_known=ecall.last_known)
    return quiet != ecall


def _strikes_closed(case: Case, stored: Ecall, ecall: Ecall) -> bool:
    """Whether a closed case hears of a blow, or of a call after it was closed; what is only late does not count."""
    closed_at = case.closed_at
    if closed_at is None:
        return False
    new = set(ecall.track) - set(stored.track)
    is_clock_wrong = Hold.CLOCK_WRONG in case.holds
    called = [record for record in new if record.mark is not None and record.mark.opens_ecall]
    return _blows(ecall) > _blows(stored) > 0 or any(is_clock_wrong or one.device_at > closed_at for one in called)


def _blows(ecall: Ecall) -> int:
    return 0 if ecall.measurement is None else len(ecall.measurement.impacts)


def _awakened(case: Case, now: datetime) -> Case:
    """Return the case asking for attention; a closed one is open again and belongs to nobody.

    One that waits for somebody to claim it goes on waiting since it does: more data must not make its wait shorter.
    """
    if case.state is CaseState.OPEN:
        return case if case.claim is None else replace(case, attention_at=now)
    woken = replace(case, state=CaseState.OPEN, claim=None, closed_at=None, outcome=None)
    return replace(woken, attention_at=now, waiting_since=now)


def _peak_g(ecall: Ecall) -> float | None:
    return None if ecall.measurement is None else ecall.measurement.peak_g


def _peak_facts(ecall: Ecall) -> Mapping[str, str]:
    """The peak, under another name where the sensor cut it off: a floor is no figure."""
    measured = ecall.measurement
    if measured is None or measured.peak_g is None:
        return {}
    return {"peak_at_least_g" if measured.sensor_caps_peak else "peak_g": f"{measured.peak_g:.2f}"}


def _crash_facts(ecall: Ecall, case: Case) -> Mapping[str, str]:
    """What an entry says of the crash; nothing personal, and nothing that is not known."""
    facts = {
        "ecall_id": ecall.ecall_id,
        "mark": ecall.mark.value,
        "verdict": case.verdict.kind.value,
        **_peak_facts(ecall),
        "holds": ",".join(case.holds),
        "missing": ",".join(case.verdict.missing),
        "linked_case_id": case.linked_case_id or "",
    }
    return {name: text for name, text in facts.items() if text}


def _new_in(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in after.items() if before.get(name) != text}


def _tow_facts(tow: TowDecision) -> dict[str, str]:
    return {} if tow.reused is None else {"reused_order_id": tow.reused.order_id}


def _enter(action: AuditAction, case: Case, facts: Mapping[str, str], uow: UnitOfWork, now: datetime) -> None:
    write_down(uow, case.case_id, SERVICE, now, Entry(action, facts))


def _enter_priority(before: Case, after: Case, uow: UnitOfWork, now: datetime) -> None:
    if after.priority is not before.priority:
        facts = {"priority": str(after.priority.value), "before": str(before.priority.value)}
        _enter(AuditAction.PRIORITY_CHANGED, after, facts, uow, now)
