"""SMS by a real SMS centre, through the whole service: set over the API, unplugged, back again, a wrong password."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.gateway import GatewayCondition
from app.domain.ids import Imei
from app.domain.message import MessageState
from tests.support.boxes_on_record import register_unknown_cars
from tests.support.detector import Detector, a_detector
from tests.support.sms_desk import SmsDesk, an_sms_desk
from tests.support.smsc import an_smsc, why_no_smsc
from tests.support.wait import until_so

FIRST_IMEI = 356_093_070_310_000
DELIVERED = (MessageState.DELIVERED,)


@pytest.fixture
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    if reason := why_no_smsc():
        pytest.skip(f"{request.node.name}: needs the SMS centre of npm: {reason}")
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "settings.toml").write_text("sms_stop_s = 0.2\n", encoding="utf-8")
    return folder


@pytest.fixture
def imeis(folder: Path) -> list[Imei]:
    return register_unknown_cars(folder, FIRST_IMEI, 3)


@pytest.fixture
def desk(folder: Path, imeis: list[Imei]) -> Iterator[SmsDesk]:
    del imeis
    with a_detector(folder, ()) as service, an_sms_desk(service) as desk:
        yield desk
        _ends_well(service)


def _ends_well(service: Detector) -> None:
    assert service.stop() == 0
    for secret in ("secret", "32470", "VIVIUM Bijstand"):
        assert secret not in service.log


@pytest.mark.timeout(240)
def test_nobody_answers_and_the_text_is_delivered_also_after_the_centre_was_unplugged(
    desk: SmsDesk, imeis: list[Imei]
) -> None:
    with an_smsc() as smsc:
        port = smsc.port
        desk.set_smpp(port)
        until_so(lambda: desk.gateway().condition is GatewayCondition.OK)
        first = desk.crash(imeis[0])
        assert desk.call_in_vain(first, "+32470123450").state is MessageState.QUEUED
        until_so(lambda: desk.message(first).state in DELIVERED)
        assert desk.write(first, "+32470123450", "De takelwagen komt.").text == "De takelwagen komt."
        until_so(lambda: desk.message(first).state in DELIVERED)
        *parts, written = smsc.texts
        assert written["text"] == "De takelwagen komt."
        assert len(parts) > 1  # in three languages: nobody knows the driver's
        smsc.unplug()
    until_so(lambda: desk.gateway().condition is GatewayCondition.DOWN)
    second = desk.crash(imeis[1])
    desk.call_in_vain(second, "+32470123459")
    until_so(lambda: desk.gateway().backlog == 1)
    assert desk.message(second).state is MessageState.QUEUED
    with an_smsc("--port", str(port)) as again:
        until_so(lambda: desk.message(second).state in DELIVERED)
        assert {one["to"] for one in again.texts} == {"32470123459"}
        until_so(lambda: desk.gateway().backlog == 0)


@pytest.mark.timeout(120)
def test_a_wrong_password_is_told_to_every_desk_as_such(desk: SmsDesk) -> None:
    with an_smsc() as smsc:
        desk.set_smpp(smsc.port, password="wrong")
        until_so(lambda: desk.gateway().condition is GatewayCondition.DOWN)
        until_so(lambda: "wrong_password" in desk.gateway().message)
        desk.set_smpp(smsc.port)
        until_so(lambda: desk.gateway().condition is GatewayCondition.OK)
