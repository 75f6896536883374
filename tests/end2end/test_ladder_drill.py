"""A drill through the real service: the driver does not answer on either number, the subscriber picks up."""

from contextlib import closing
from pathlib import Path

from app.api.cases import CaseDetail
from app.domain.clock import SystemClock
from app.domain.contact import CallOutcome, ContactRole, Disposition, NumberKind
from app.domain.next_step import NextKind
from services.simulator.box import Firmware, SimulatedBox
from services.simulator.scenario import tour
from services.simulator.training import TOUR_BOX
from services.telephony.simulated import SOURCE
from tests.end2end.test_ingest_drill import Operator
from tests.support.detector import a_detector
from tests.support.wait import until_so
from tests.support.wire import LOOPBACK


async def test_the_ladder_of_the_training_car_is_climbed_until_somebody_picks_up(tmp_path: Path) -> None:
    with a_detector(tmp_path / "data") as service, closing(service.client()) as client:
        box = SimulatedBox(TOUR_BOX.imei, LOOPBACK, service.box_port, Firmware(speed=1000))
        await box.play(tour(SystemClock().now()))
        operator = Operator(service, client)
        until_so(lambda: any(row.peak_g for row in operator.queue().rows))
        (row,) = operator.queue().rows
        path = f"/v1/cases/{row.case_id}"
        operator.do(f"{path}/views")
        case = operator.do(f"{path}/claim")
        assert [(rung.role, rung.person.number_kind) for rung in case.ladder] == [
            (ContactRole.DRIVER, NumberKind.MOBILE),
            (ContactRole.DRIVER, NumberKind.LANDLINE),
            (ContactRole.SUBSCRIBER, NumberKind.MOBILE),
            (ContactRole.FAMILY, NumberKind.MOBILE),
            (ContactRole.EMPLOYER, NumberKind.LANDLINE),
        ]
        for place in (0, 1, 0):
            case = call_next(operator, case, place)
            until_so(lambda: operator.read(row.case_id).calls[-1].outcome is not None)
            case = operator.read(row.case_id)
            assert (case.calls[-1].outcome, case.calls[-1].source) == (CallOutcome.NO_ANSWER, SOURCE)
            pauses = [rung.not_before is not None for rung in case.ladder if rung.is_next]
            assert pauses == [len(case.calls) == 2], "the car is called twice, with a pause"
        case = call_next(operator, case, 2)
        until_so(lambda: operator.read(row.case_id).calls[-1].answered_at is not None)
        answered = operator.read(row.case_id)
        assert answered.calls[-1].outcome is None, "who it was is said by the operator"
        said = {"outcome": CallOutcome.ANSWERED, "disposition": Disposition.THIRD_PARTY}
        case = operator.do(f"/v1/calls/{answered.calls[-1].call_id}/outcome", **said)
        assert case.row.next_step.kind is not NextKind.WELFARE_CHECK
        assert [rung.is_next for rung in case.ladder] == [False, False, False, True, False]
        assert len(case.messages) == 1, "the landline gets no SMS, and one is enough for the mobile"
        assert service.stop() == 0


def call_next(operator: Operator, case: CaseDetail, place: int) -> CaseDetail:
    """Call who is next, and see that it is that rung."""
    (following,) = (rung for rung in case.ladder if rung.is_next)
    assert following == case.ladder[place]
    person = following.person
    return operator.do(f"/v1/cases/{case.row.case_id}/calls", e164=person.e164, person=person.name)
