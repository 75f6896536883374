"""A box on record may log in."""

from dataclasses import replace

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.box import BoxModel
from app.domain.ids import ContractId
from app.usecases.actor import SERVICE
from app.usecases.register_box import RegisterBox, register_box
from tests.app.usecases.people import Desk
from tests.support.builders import a_box


def test_a_box_is_put_on_record(desk: Desk) -> None:
    box = a_box()
    assert register_box(RegisterBox(SERVICE, box), desk.unit, desk.clock) == box
    assert desk.unit.boxes.find(box.imei) == box
    desk.unit.check_audited()
    record = desk.record(SYSTEM_CHAIN, AuditAction.BOX_REGISTERED)
    assert record.facts == {
        "imei": box.imei,
        "model": "Teltonika FMC640",
        "trace_rate_hz": "100",
        "full_scale_g": "16",
        "contract_id": box.contract_id,
    }
    assert record.personal == {"plate": "1-ABC-234"}


def test_what_is_not_known_of_it_stays_unknown(desk: Desk) -> None:
    box = a_box(model=BoxModel("?", trace_rate_hz=None, full_scale_g=None), car=None, contract_id=None)
    register_box(RegisterBox(SERVICE, box), desk.unit, desk.clock)
    record = desk.record(SYSTEM_CHAIN, AuditAction.BOX_REGISTERED)
    assert (record.facts["trace_rate_hz"], record.facts["full_scale_g"], record.facts["contract_id"]) == ("", "", "")
    assert record.personal == {}


def test_the_same_box_again_changes_nothing_and_another_car_does(desk: Desk) -> None:
    box = a_box()
    register_box(RegisterBox(SERVICE, box), desk.unit, desk.clock)
    with desk.changes_nothing():
        register_box(RegisterBox(SERVICE, box), desk.unit, desk.clock)
    register_box(RegisterBox(SERVICE, replace(box, car=None)), desk.unit, desk.clock)
    assert desk.unit.audit.actions(SYSTEM_CHAIN) == [AuditAction.BOX_REGISTERED] * 2


def test_its_contract_comes_first(desk: Desk) -> None:
    with desk.refuses("not_found", what="contract"):
        register_box(RegisterBox(SERVICE, a_box(contract_id=ContractId("none"))), desk.unit, desk.clock)
