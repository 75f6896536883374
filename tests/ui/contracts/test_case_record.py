"""One key leads from the open case to the record of its car."""

from dataclasses import dataclass, field

from app.api.records import OpenRecord
from tests.support.cases import a_full_case
from tests.ui.contracts.test_presenter import BOX
from ui.actions import ActionId, Actions
from ui.contracts.case_record import CaseRecord


@dataclass
class Opened:
    """What was opened."""

    which: list[OpenRecord] = field(default_factory=list)


def test_the_contract_of_the_case_is_opened_and_without_one_its_box() -> None:
    actions, opened = Actions(), Opened()
    record = CaseRecord(actions, opened.which.append)
    detail = a_full_case()
    assert detail.contract is not None
    record.on_case(detail)
    assert actions.trigger(ActionId.CASE_CONTRACT)
    record.on_case(detail.model_copy(update={"contract": None, "imei": BOX, "box_model": "Teltonika FMC640"}))
    assert actions.trigger(ActionId.CASE_CONTRACT)
    assert opened.which == [OpenRecord(contract_id=detail.contract.contract_id), OpenRecord(imei=BOX)]


def test_without_case_contract_and_box_there_is_no_such_action() -> None:
    actions, opened = Actions(), Opened()
    record = CaseRecord(actions, opened.which.append)
    assert not actions.trigger(ActionId.CASE_CONTRACT)
    record.on_case(a_full_case().model_copy(update={"contract": None, "box_model": None}))
    assert not actions.trigger(ActionId.CASE_CONTRACT)
    record.on_case(None)
    assert not actions.trigger(ActionId.CASE_CONTRACT)
    assert opened.which == []
