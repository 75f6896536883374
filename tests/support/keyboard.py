"""One E-call by keyboard alone: the keys, in order, and what the service must say after each.

Who presses them is the caller's: Qt's test keys in this process, or xdotool on a real X display. What came of a key is
read from the service, past every screen, so that a desk that only looks right does not pass.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import uuid4

from app.api.cases import CaseDetail
from app.api.entitlements import ServiceFamily
from app.api.queue import QueueRow, QueueSnapshot
from app.api.service import SessionInfo
from app.api.version import IDEMPOTENCY_HEADER
from app.domain.case import CaseState
from tests.support.detector import Detector

NOTE = "wacht achter de vangrail"
FIRM = "Depannage Voorbeeld"
UNREACHED = "politie is ter plaatse"
COST_EUR = "85"
BY_HAND_AFTER_CALL = 2
"""The SMS and the tow."""


class Keyboard(Protocol):
    """Whoever presses keys."""

    def press(self, key: str) -> None:
        """Press a key by its name ("space", "F6", "ctrl+shift+Return") and let go."""

    def type(self, text: str) -> None:
        """Type a text."""

    def until(self, is_so: Callable[[], bool], again: Callable[[], None] | None = None) -> None:
        """Let the desk run until it is so; press again now and then, where the desk may not have been ready."""


@dataclass
class Record:
    """The service's own word, as a supervisor at another desk reads it."""

    service: Detector
    token: str
    viewed: set[str] = field(default_factory=set)

    def row(self) -> QueueRow | None:
        """The first case of the drill, or None while there is none in the queue."""
        snapshot = QueueSnapshot.model_validate_json(self._call("GET", "/v1/queue"))
        return min(snapshot.rows, key=lambda row: row.number, default=None)

    def case(self, case_id: str) -> CaseDetail:
        """The whole case; the first look is audited, once."""
        if case_id not in self.viewed:
            self._call("POST", f"/v1/cases/{case_id}/views")
            self.viewed.add(case_id)
        return CaseDetail.model_validate_json(self._call("GET", f"/v1/cases/{case_id}"))

    def says(self, is_so: Callable[[QueueRow], object]) -> Callable[[], bool]:
        """Whether that case is so."""

        def look() -> bool:
            row = self.row()
            return row is not None and bool(is_so(row))

        return look

    def _call(self, method: str, path: str) -> bytes:
        with closing(self.service.client()) as client:
            headers = {"Authorization": f"Bearer {self.token}", IDEMPOTENCY_HEADER: str(uuid4())}
            answer = client.request(method, path, headers=headers)
        answer.raise_for_status()
        return answer.content


def record_of(service: Detector, login: str) -> Record:
    """Sign somebody in who only reads."""
    with closing(service.client()) as client:
        body = {"login": login, "password": service.file.token, "desk": "desk-9"}
        answer = client.post("/v1/sessions", json=body, headers={IDEMPOTENCY_HEADER: str(uuid4())})
    return Record(service, SessionInfo.model_validate_json(answer.content).token)


def handle_by_keyboard(keys: Keyboard, record: Record) -> CaseDetail:
    """Handle the first case from its first row to its close, and return what the service says of it."""

    def press_until(key: str, is_so: Callable[[QueueRow], object]) -> None:
        keys.press(key)
        keys.until(record.says(is_so), again=lambda: keys.press(key))

    def press_both_until(first_key: str, then: str, is_so: Callable[[], bool]) -> None:
        def press_both() -> None:
            keys.press(first_key)
            keys.press(then)

        def press_again() -> None:
            keys.press("Escape")
            press_both()

        press_both()
        keys.until(is_so, again=press_again)

    keys.until(record.says(lambda row: row.has_running_tow))
    press_until("space", lambda row: row.claim)
    first = record.row()
    assert first is not None
    for answered in (1, 2):
        press_both_until("F3", "n", lambda count=answered: len(record.case(first.case_id).answers) >= count)  # type: ignore[misc]
    press_until("F5", lambda row: row.is_on_call or row.by_hand)
    keys.until(record.says(lambda row: row.by_hand == BY_HAND_AFTER_CALL and not row.is_on_call))
    press_both_until("F6", "Return", record.says(lambda row: row.by_hand == 1))
    keys.press("F7")  # the recommended firm
    keys.press("F7")  # the field for another
    keys.type(FIRM)
    press_until("Return", lambda row: row.by_hand == 0)

    def accept() -> None:
        keys.press("Escape")
        keys.press("F7")  # the firm, which a time that is typed there leaves as it is
        keys.type("+25")
        keys.press("Return")

    accept()
    keys.until(record.says(lambda row: bool(row.promises)), again=accept)
    keys.press("Escape")
    work_cards(keys, record, first.case_id)
    keys.press("Escape")
    keys.press("F9")
    keys.type(NOTE)
    keys.press("ctrl+Return")
    keys.until(lambda: bool(record.case(first.case_id).notes))
    keys.press("Escape")
    keys.press("ctrl+shift+Return")
    keys.type("1")
    keys.press("Return")  # nobody was reached: the tick has the keys
    keys.press("space")
    keys.type(UNREACHED)
    press_until("Return", lambda row: row.state is CaseState.CLOSED)
    return record.case(first.case_id)


def work_cards(keys: Keyboard, record: Record, case_id: str) -> None:
    """Reach the card of what comes after the tow and answer its question, then enter what the tow cost in its own."""

    def reach(family: ServiceFamily) -> None:
        keys.press("Escape")
        keys.press("Escape")
        place = [service.family for service in record.case(case_id).services].index(family)
        for _step in range(place + 1):
            keys.press("shift+F3")
        keys.press("Return")

    def answer() -> None:
        reach(ServiceFamily.ONWARD)
        keys.press("space")
        keys.press("Return")

    def enter() -> None:
        reach(ServiceFamily.TOW)
        keys.type(COST_EUR)
        keys.press("Return")

    answered = len(record.case(case_id).answers)
    for work, is_so in (
        (answer, lambda: len(record.case(case_id).answers) > answered),
        (enter, lambda: any(uses_of(record.case(case_id)))),
    ):
        work()
        keys.until(is_so, again=work)


def uses_of(case: CaseDetail) -> list[str]:
    """What was entered as given under the tow, as amounts."""
    tow = next(service for service in case.services if service.family is ServiceFamily.TOW)
    return [use.amount for use in tow.uses]


def what_was_done(case: CaseDetail) -> dict[str, Any]:
    """The case in the words of the test."""
    return {
        "state": case.row.state,
        "outcome": case.row.outcome,
        "calls": [call.outcome for call in case.calls],
        "messages": [message.state for message in case.messages],
        "firms": [(order.provider, order.state.is_running) for order in case.orders],
        "notes": [note.text for note in case.notes],
        "answers": len(case.answers),
        "uses": uses_of(case),
    }
