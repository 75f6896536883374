"""Commands over a real socket: decided once, tried again only when nothing was decided."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import shiboken6
from pydantic import SecretStr
from pytestqt.qtbot import QtBot

from app.api.cases import CurveHeader
from app.api.commands import AnswerFact, HandOver, RecordUse, SignIn, WriteNote
from app.api.senders import ReleaseFrame
from app.api.service import RefusalInfo
from app.domain.answer import EmergencyNumber
from app.domain.case import Outcome
from app.domain.ids import CaseId, EcallId, UplinkId, UseId
from app.domain.ledger import Payer
from tests.support.contract import a_case, a_session
from tests.support.http_service import HttpService, refusal
from tests.support.kinds import a_kind
from ui.backend import HttpBackend, curve_of
from ui.ports import Reply, Unavailable, UnavailableReason
from ui.requests import Patience

pytestmark = pytest.mark.usefixtures("qapp")
CASE = CaseId("c1")


class Answers:
    """Collects what one or more replies got."""

    def __init__(self) -> None:
        self.done: list[Any] = []  # models of several routes
        self.refused: list[RefusalInfo] = []
        self.unavailable: list[Unavailable] = []

    def reply(self) -> Reply[Any]:
        return Reply(self.done.append, self.refused.append, self.unavailable.append)

    def count(self) -> int:
        return len(self.done) + len(self.refused) + len(self.unavailable)


@pytest.fixture
def service() -> Iterator[HttpService]:
    service = HttpService()
    service.start()
    yield service
    service.kill()


@pytest.fixture
def backend(service: HttpService) -> Iterator[HttpBackend]:
    backend = HttpBackend(patience=Patience(give_up_s=3.0, attempt_s=1.0, first_wait_s=0.02, longest_wait_s=0.05))
    backend.set_service(service.url, "service-token")
    yield backend
    backend.close()
    shiboken6.delete(
        backend
    )  # here: the threads of the fake service may collect garbage, and must not collect Qt objects


@pytest.fixture
def ask(backend: HttpBackend, qtbot: QtBot) -> Callable[[], Answers]:
    def write() -> Answers:
        answers = Answers()
        backend.write_note(CASE, WriteNote(text="x"), answers.reply())
        qtbot.waitUntil(lambda: answers.count() == 1, timeout=20_000)
        return answers

    return write


def ok() -> tuple[int, bytes]:
    return 200, a_case().model_dump_json().encode()


def test_a_command_carries_token_version_key_and_body(service: HttpService, ask: Callable[[], Answers]) -> None:
    service.answers.append(ok())
    assert ask().done == [a_case()]
    seen = service.seen[-1]
    assert (seen.method, seen.path) == ("POST", "/v1/cases/c1/notes")
    assert seen.headers["Authorization"] == "Bearer service-token"
    assert seen.headers["X-Desk-Api"] == "1"
    assert seen.headers["Host"] == service.url.removeprefix("http://")
    assert "Origin" not in seen.headers
    assert len(seen.headers["Idempotency-Key"]) == 36
    assert json.loads(seen.body) == {"text": "x"}


def test_an_answer_and_a_hand_over_go_to_their_case(service: HttpService, backend: HttpBackend, qtbot: QtBot) -> None:
    service.answers.extend([ok(), ok()])
    answers = Answers()
    backend.answer_fact(CASE, AnswerFact(fact="fire", value=None), answers.reply())
    backend.hand_over(CASE, HandOver(to=EmergencyNumber.EMERGENCY_112, text="x"), answers.reply())
    qtbot.waitUntil(lambda: answers.count() == 2, timeout=20_000)
    bodies = {seen.path: json.loads(seen.body) for seen in service.seen}
    assert bodies == {
        "/v1/cases/c1/answers": {"fact": "fire", "value": None, "is_not_known": False},
        "/v1/cases/c1/hand-over": {"to": "112", "text": "x", "reference": "", "their_operator": ""},
    }


def test_the_ledger_goes_to_its_case(service: HttpService, backend: HttpBackend, qtbot: QtBot) -> None:
    service.answers.extend([ok(), ok()])
    answers = Answers()
    use = RecordUse(clause="P2.C2.A2.1.hotel", limit="max_nights", amount="2", rest_paid_by=Payer.DRIVER)
    backend.record_use(CASE, use, answers.reply())
    backend.undo_use(CASE, UseId("u1"), answers.reply())
    qtbot.waitUntil(lambda: answers.count() == 2, timeout=20_000)
    bodies = {seen.path: json.loads(seen.body) for seen in service.seen}
    assert bodies == {"/v1/cases/c1/uses": use.model_dump(mode="json"), "/v1/cases/c1/uses/u1/undo": {}}


def test_two_clicks_are_two_commands(service: HttpService, ask: Callable[[], Answers]) -> None:
    service.answers.extend([ok(), ok()])
    ask()
    ask()
    assert len({seen.headers["Idempotency-Key"] for seen in service.seen}) == 2


def test_a_lost_answer_is_asked_for_again_with_the_same_key(service: HttpService, ask: Callable[[], Answers]) -> None:
    service.answers.extend([(0, b""), (0, b""), ok()])
    assert len(ask().done) == 1
    assert len(service.seen) >= 3
    assert len({seen.headers["Idempotency-Key"] for seen in service.seen}) == 1


def test_a_busy_store_is_waited_for(service: HttpService, ask: Callable[[], Answers]) -> None:
    service.answers.extend([(503, refusal("store_unavailable", store="locked"))] * 3 + [ok()])
    assert len(ask().done) == 1


def test_a_store_that_stays_full_is_said(service: HttpService, ask: Callable[[], Answers]) -> None:
    service.answers.extend([(503, refusal("store_unavailable", store="full"))] * 500)
    [unavailable] = ask().unavailable
    assert unavailable.reason is UnavailableReason.STORE_FULL
    assert unavailable.tries > 3


def test_a_refusal_is_final(service: HttpService, ask: Callable[[], Answers]) -> None:
    service.answers.append((409, refusal("already_claimed", name="Luc", desk="desk-2", since="22:14")))
    [refused] = ask().refused
    assert (refused.code, refused.detail["name"]) == ("already_claimed", "Luc")
    assert len(service.seen) == 1


def test_a_mistake_of_the_service_is_not_tried_again(service: HttpService, ask: Callable[[], Answers]) -> None:
    service.answers.append((500, b"Internal Server Error"))
    [refused] = ask().refused
    assert (refused.code, refused.detail) == ("service_error", {"status": "500"})
    assert len(service.seen) == 1


def test_an_answer_of_another_version_is_refused_not_guessed(service: HttpService, ask: Callable[[], Answers]) -> None:
    service.answers.append((200, b'{"row": {}}'))
    assert [refused.code for refused in ask().refused] == ["answer_unreadable"]


def test_a_killed_service_that_comes_back_gets_the_same_command(
    service: HttpService, backend: HttpBackend, qtbot: QtBot
) -> None:
    service.kill()
    answers = Answers()
    backend.claim_case(CASE, answers.reply())
    with qtbot.waitSignal(backend.requests.tried_again, timeout=20_000):
        pass
    assert answers.count() == 0
    service.answers.append(ok())
    service.start()
    qtbot.waitUntil(lambda: answers.count() == 1, timeout=20_000)
    assert len(answers.done) == 1


def test_a_command_under_way_follows_its_service_to_another_port(
    service: HttpService, backend: HttpBackend, qtbot: QtBot
) -> None:
    service.kill()
    answers = Answers()
    backend.claim_case(CASE, answers.reply())
    moved = HttpService()
    moved.answers.append(ok())
    moved.start()
    backend.set_service(moved.url, "new-token")
    qtbot.waitUntil(lambda: answers.count() == 1, timeout=20_000)
    moved.kill()
    assert len(answers.done) == 1
    assert moved.seen[-1].headers["Authorization"] == "Bearer new-token"


def test_nobody_there_is_said_after_patience_ran_out(service: HttpService, backend: HttpBackend, qtbot: QtBot) -> None:
    service.kill()
    backend.requests.patience = Patience(give_up_s=0.2, attempt_s=0.1, first_wait_s=0.02, longest_wait_s=0.05)
    answers = Answers()
    backend.claim_case(CASE, answers.reply())
    qtbot.waitUntil(lambda: answers.count() == 1, timeout=20_000)
    assert [unavailable.reason for unavailable in answers.unavailable] == [UnavailableReason.NO_ANSWER]


def test_sign_in_uses_the_service_token_and_later_requests_the_session(
    service: HttpService, backend: HttpBackend, qtbot: QtBot, ask: Callable[[], Answers]
) -> None:
    service.answers.extend([(200, a_session().model_dump_json().encode()), ok(), (200, b"{}"), ok()])
    answers = Answers()
    backend.sign_in(SignIn(login="an", password=SecretStr("geheim"), desk="desk-1"), answers.reply())
    qtbot.waitUntil(lambda: answers.count() == 1)
    ask()
    backend.sign_out(answers.reply())
    qtbot.waitUntil(lambda: answers.count() == 2)
    ask()
    tokens = [seen.headers["Authorization"].removeprefix("Bearer ") for seen in service.seen]
    assert tokens == ["service-token", "session-token", "session-token", "service-token"]
    assert json.loads(service.seen[0].body)["password"] == "geheim"


def test_a_wrong_password_ends_no_session(service: HttpService, backend: HttpBackend, qtbot: QtBot) -> None:
    service.answers.append((401, refusal("wrong_password")))
    answers = Answers()
    with qtbot.assertNotEmitted(backend.signed_out):
        backend.sign_in(SignIn(login="an", password=SecretStr("fout"), desk="desk-1"), answers.reply())
        qtbot.waitUntil(lambda: answers.count() == 1)
    assert [refused.code for refused in answers.refused] == ["wrong_password"]


def test_an_ended_session_is_refused_and_told(
    service: HttpService, backend: HttpBackend, qtbot: QtBot, ask: Callable[[], Answers]
) -> None:
    backend.requests.set_session("session-token")
    service.answers.append((401, refusal("signed_out")))
    with qtbot.waitSignal(backend.signed_out):
        answers = ask()
    assert [refused.code for refused in answers.refused] == ["signed_out"]


def test_after_close_nobody_is_called(service: HttpService, backend: HttpBackend, qtbot: QtBot) -> None:
    service.answers.append(ok())
    first, second = Answers(), Answers()
    backend.claim_case(CASE, first.reply())
    backend.close()
    service.answers.append(ok())
    backend.claim_case(CASE, second.reply())
    qtbot.waitUntil(lambda: second.count() == 1)
    assert first.count() == 0


def curve_header(count: int) -> CurveHeader:
    return CurveHeader(
        ecall_id=EcallId("e1"),
        sample_rate_hz=100,
        starts_s=-0.1,
        count=count,
        channels=("x", "y"),
        lsb=(0.01, 0.01),
        signal_g=2.5,
        tow_g=4,
        impacts_s=(0,),
        full_scale_g=16,
        saturated=False,
    )


def test_a_curve_is_its_header_and_its_samples() -> None:
    samples = b"\x0a\x00" * 6
    curve = curve_of(curve_header(3).model_dump_json().encode() + b"\n" + samples)
    assert curve.samples == samples
    assert curve.header.count == 3


def test_a_curve_cut_short_is_refused() -> None:
    with pytest.raises(ValueError, match="10 bytes of samples for 3 x 2"):
        curve_of(curve_header(3).model_dump_json().encode() + b"\n" + b"\x0a\x00" * 5)


def test_lists_are_read_as_lists_and_what_is_not_known_is_left_out_of_the_question(
    backend: HttpBackend, service: HttpService, qtbot: QtBot
) -> None:
    answers = Answers()
    kind = a_kind("FMC 640", None, kerb=1)
    service.answers.append((200, f"[{kind.model_dump_json()}]".encode()))
    backend.outcomes(answers.reply())
    qtbot.waitUntil(lambda: answers.count() == 1)
    assert answers.done == [(kind,)]
    service.answers.append((200, b"[]"))
    backend.outcome_cases(kind, (Outcome.KERB, Outcome.TOW), answers.reply())
    qtbot.waitUntil(lambda: answers.count() == 2)
    assert service.seen[-1].path == "/v1/outcomes/cases?outcome=kerb&outcome=tow&box_model=FMC+640&limit=1000"


def test_a_kept_message_is_seen_read_again_and_released_over_its_own_routes(
    backend: HttpBackend, service: HttpService, qtbot: QtBot
) -> None:
    answers = Answers()
    for body in (b'{"uplink_id": 7, "hex": "00ff"}', b'{"uplink_id": 7, "state": "quarantined"}'):
        service.answers.append((200, body))
    backend.view_frame(UplinkId(7), answers.reply())
    qtbot.waitUntil(lambda: answers.count() == 1)
    backend.decode_again(UplinkId(7), answers.reply())
    qtbot.waitUntil(lambda: answers.count() == 2)
    service.answers.append((200, b'{"uplink_id": 7, "state": "released"}'))
    backend.release_frame(UplinkId(7), ReleaseFrame(reason="Seen by the maker."), answers.reply())
    qtbot.waitUntil(lambda: answers.count() == 3)
    assert [(seen.method, seen.path) for seen in service.seen] == [
        ("POST", f"/v1/quarantine/7/{word}") for word in ("views", "decode", "release")
    ]
    assert answers.done[0].hex == "00ff"
    assert json.loads(service.seen[-1].body) == {"reason": "Seen by the maker."}
