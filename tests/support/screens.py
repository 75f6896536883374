"""Pictures of the whole desk in every state it can be in, to be looked at: ``python -m tests.support.screens DIR``.

Each state in light and dark, at the smallest and the largest common screen. ``--language fr`` says it in French,
``--only late`` draws one state. The state is made of contract messages, so that none is missing because no drill
happens to bring it.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from app import i18n
from app.api.cases import CaseDetail, MessageInfo
from app.api.queue import QueueRow, QueueSnapshot, RejectedRow
from app.api.service import ChannelState, SeatInfo
from app.api.steps import NextStepInfo
from app.domain.account import Role
from app.domain.call_event import CallEventKind
from app.domain.case import CaseState, Hold, Outcome
from app.domain.ecall import CrashMark
from app.domain.gateway import Channel, GatewayCondition
from app.domain.ids import MessageId
from app.domain.message import MessageState
from app.domain.next_step import NextKind
from app.domain.subscription import ContractState
from app.domain.verdict import Priority
from tests.support.answers import an_asking_case
from tests.support.backend import FakeBackend, FakeClock, FakeFeed
from tests.support.cases import (
    a_call,
    a_clock,
    a_contract,
    a_full_case,
    a_message,
    a_note,
    a_place,
    a_promise,
    a_queue_row,
    a_rejected_row,
    ago,
    an_ecall,
    my_case,
    their_case,
)
from tests.support.contract import NOW, a_claim, a_listener, a_tick, me
from tests.support.curves import a_curve
from tests.support.exchange_screens import (
    missed,
    on_the_line,
    show_hand_over,
    show_line,
    show_lost,
    show_missed,
    show_sms_up,
    told,
)
from tests.support.gateway_screen import a_channel, a_gateway, gateways_info
from tests.support.shift_screen import BO, CY, offered_by_me, offered_to_me
from ui.actions import ActionId
from ui.contact.sms_view import SmsEditorBox
from ui.gateways.view import GatewaysView
from ui.open_desk import OpenDesk
from ui.ports import LinkState
from ui.queue.state import Section
from ui.tasks import ServiceClock
from ui.theme.appearance import Appearance

SIZES = {"1366x768": QSize(1366, 708), "1920x1080": QSize(1920, 1020)}
"""Two common screens, without task bar and title."""


@dataclass(frozen=True)
class Picture:
    """What the service told, and what a person did."""

    rows: tuple[QueueRow, ...] = ()
    opened: CaseDetail | None = None
    rejected: tuple[RejectedRow, ...] = ()
    roles: tuple[Role, ...] = (Role.OPERATOR,)
    is_offline: bool = False
    elsewhere: tuple[SeatInfo, ...] = ()
    act: Callable[[OpenDesk], object] = field(default=lambda _desk: None)


def _mine(**changes: object) -> CaseDetail:
    case = my_case(calls=(a_call(),), messages=(a_message(),), notes=(a_note(),))
    return case.model_copy(update=changes)


def _with_row(detail: CaseDetail, **changes: object) -> CaseDetail:
    return detail.model_copy(update={"row": detail.row.model_copy(update=changes)})


OTHERS = (
    a_queue_row("w2", priority=Priority.TWO, peak_g=3.1, plate="1-DEF-567", attention_at=ago(41), received_at=ago(41)),
    a_queue_row("w3", mark=CrashMark.SOS, peak_g=None, plate="1-GHI-890", target_at=ago(1)),
    a_queue_row("o1", claim=a_claim(account_id="a2", name="A. Peters", desk="Luik-2"), plate="1-JKL-123"),
    a_queue_row("f1", state=CaseState.CLOSED, outcome=Outcome.TRUE_CRASH, has_running_tow=True, plate="1-MNO-456"),
)
ABROAD = a_place(
    in_belgium=False,
    country_codes=("FR",),
    municipality=None,
    postcode=None,
    nearest_place="Lille",
    nearest_place_m=3200.0,
)
CLOSED = a_full_case(
    a_queue_row(
        "c1", state=CaseState.CLOSED, outcome=Outcome.TRUE_CRASH, next_step=NextStepInfo(kind=NextKind.NOTHING)
    ),
    notes=(a_note(),),
)


def _late() -> CaseDetail:
    case = a_full_case(a_queue_row("c1", is_late=True, event_at=ago(7300), holds=(Hold.LATE,)))
    return case.model_copy(update={"ecalls": (an_ecall(occurred_at=ago(7300), standstill_since=ago(7296)),)})


def _no_contract() -> CaseDetail:
    return _mine(contract=None, driver=None, ladder=(), car=None)


def _second_impact() -> CaseDetail:
    return _with_row(_mine(ecalls=(an_ecall("e1"), an_ecall("e2", peak_g=4.4))), impacts=2)


def pictures() -> Mapping[str, Picture]:
    """Every state, by its name."""
    waiting, late, abroad = (
        a_full_case(),
        _late(),
        _with_row(_mine(place=ABROAD), country_codes=("FR",), municipality=None),
    )
    answered, lost = on_the_line(CallEventKind.ANSWERED, answered_at=ago(12)), on_the_line(CallEventKind.LOST)
    shown: dict[str, Picture] = {
        "empty": Picture(),
        "waiting": Picture((waiting.row, *OTHERS), waiting),
        "ten-waiting": Picture(_ten_waiting(), _mine()),
        "first-minute": Picture((an_asking_case().row, *OTHERS), an_asking_case()),
        "mine": Picture((_mine().row, *OTHERS), _mine()),
        "offline": Picture((_mine().row, *OTHERS), _mine(), is_offline=True),
        "late": Picture((late.row, OTHERS[0]), late),
        "no-contract": Picture((_no_contract().row,), _no_contract()),
        "contract-ended": Picture((_mine().row,), _mine(contract=a_contract(state=ContractState.ENDED))),
        "no-fix": Picture((_mine().row,), _with_row(_mine(place=None), municipality=None, country_codes=())),
        "abroad": Picture((abroad.row,), abroad),
        "second-impact": Picture((_second_impact().row, *OTHERS), _second_impact()),
        "rejected": Picture(rejected=(a_rejected_row("e7"), a_rejected_row("e8", plate=None)), act=_unfold_rejected),
        "stale": Picture((_stale().row, *OTHERS), _stale()),
        "closed": Picture((CLOSED.row, _with_row(_mine(), case_id="m9", number="2031-000009").row), CLOSED),
        "anothers": Picture((their_case().row, *OTHERS), their_case()),
        "taken-over": Picture((their_case().row,), their_case(), act=_say_taken),
        "two-desks": Picture((_mine().row,), _mine(), elsewhere=(SeatInfo(desk="Luik-2", since=ago(700)),)),
        "alerts": Picture((_mine().row, *OTHERS), _mine(), is_offline=True, act=_say_much),
        "alerts-all": Picture((_mine().row, *OTHERS), _mine(), is_offline=True, act=_show_alerts),
        "leaving": Picture((_mine().row,), _mine(), act=lambda desk: desk.actions.trigger(ActionId.QUIT)),
        "keys": Picture((_mine().row,), _mine(), act=lambda desk: desk.actions.trigger(ActionId.KEYS)),
        "supervisor": Picture((waiting.row, *OTHERS), waiting, roles=(Role.SUPERVISOR,)),
        "auditor": Picture((_mine().row, *OTHERS), _mine(), roles=(Role.AUDITOR,)),
        "admin": Picture(roles=(Role.ADMIN,)),
        "shift": Picture(_shift_rows(), act=_show_shift),
        "sms": Picture((_mine().row,), _mine(messages=_texts()), act=_write_sms),
        "sms-lost": Picture((_mine().row,), _mine(calls=(), messages=_lost_texts()), act=show_sms_up),
        "missed-call": Picture((missed().row, *OTHERS), missed(), act=show_missed),
        "exchange": Picture((answered.row, *OTHERS), answered, act=show_line),
        "exchange-lost": Picture((lost.row, *OTHERS), lost, act=show_lost),
        "hand-over": Picture((told().row, *OTHERS), told(), act=show_hand_over),
        "gateways": Picture((_mine().row, *OTHERS), roles=(Role.ADMIN, Role.SUPERVISOR), act=_show_gateways),
    }
    return shown


def _ten_waiting() -> tuple[QueueRow, ...]:
    """More than fit beside two of mine; one has waited long after a hard crash."""
    marks = {"by_hand": 1, "impacts": 2, "target_at": ago(1)}
    hard = a_queue_row("w10", peak_g=12.0, peak_capped=True, waits_since=ago(694), **marks)
    many = (a_queue_row(f"w{at}", plate=f"1-OEF-0{at:02}", municipality=None) for at in range(11, 19))
    mine = _with_row(_mine(), case_id="m9", number="2031-000009", plate=None).row
    return (hard, a_queue_row("w9", plate=None, peak_g=None, target_at=ago(1)), *many, _mine().row, mine, *OTHERS)


def _stale() -> CaseDetail:
    return their_case(is_stale=True).model_copy(update={"calls": (a_call(requested_at=ago(600)),)})


def _texts() -> tuple[MessageInfo, ...]:
    """One of each that says more than its state."""
    number = "+32 470 99 99 99"
    return (
        a_message(message_id=MessageId("m1"), state=MessageState.DELIVERED, copies=2),
        a_message(message_id=MessageId("m2"), state=MessageState.REJECTED, reason="bad_number", number_shown=number),
        a_message(message_id=MessageId("m3"), state=MessageState.QUEUED, leaves_at=ago(40), reason="line_lost"),
        a_message(message_id=MessageId("m4"), state=MessageState.UNKNOWN, leaves_at=ago(-42), reason="no_answer"),
    )


def _lost_texts() -> tuple[MessageInfo, ...]:
    """One left to people while the gateway was down, and two that reached nobody."""
    return (
        a_message(message_id=MessageId("m1")),
        a_message(message_id=MessageId("m2"), state=MessageState.UNDELIVERED),
        a_message(message_id=MessageId("m3"), state=MessageState.EXPIRED),
    )


def _write_sms(desk: OpenDesk) -> None:
    desk.actions.trigger(ActionId.SMS)
    [editor] = desk.window.findChildren(SmsEditorBox)
    editor.field.setPlainText("La dépanneuse arrive à 14 h 20. Restez derrière la glissière, ça va être réglé.")


def _unfold_rejected(desk: OpenDesk) -> None:
    desk.queue.toggle(Section.REJECTED)


def _say_taken(desk: OpenDesk) -> None:
    desk.shell.show_taken((their_case().row,))


def _say_much(desk: OpenDesk) -> None:
    """More than the strip has room for, and the answer to a key."""
    desk.shell.show_taken((their_case().row,))
    desk.shell.set_sound_fault(faulty=True)
    desk.window.key_unheard.emit("F5", desk.actions.table[0].text())


def _show_alerts(desk: OpenDesk) -> None:
    _say_much(desk)
    desk.actions.trigger(ActionId.ALERTS)


def _shift_rows() -> tuple[QueueRow, ...]:
    theirs = a_claim(account_id="bo", name=BO.name, desk=BO.desk)
    return (
        a_queue_row("t1", claim=theirs, offer=offered_to_me(), plate="1-JKL-123"),
        a_queue_row("t2", claim=theirs, offer=offered_to_me(), promises=(a_clock(a_promise()),), plate="1-DEF-567"),
        a_queue_row("m1", claim=a_claim(), offer=offered_by_me(CY)),
        a_queue_row("m2", claim=a_claim(), offer=offered_by_me(declined_at=NOW), promises=(a_clock(a_promise()),)),
        a_queue_row("m3", claim=a_claim(), plate=None),
    )


def _show_shift(desk: OpenDesk) -> None:
    """Two cases offered to me, three of mine."""
    desk.actions.trigger(ActionId.SHIFT)
    cast("FakeBackend", desk.backend).last.done((BO, CY))


def _show_gateways(desk: OpenDesk) -> None:
    """SMS down with a backlog; the admin looks at it."""
    down = a_gateway(Channel.SMS, GatewayCondition.DOWN, message="bind refused: 0x0e", backlog=4, backlog_since=ago(90))
    phone = a_gateway(Channel.PHONE, GatewayCondition.OK, adapter="ami")
    gateways = (phone, down, a_gateway(Channel.MAIL), a_gateway(Channel.PARTNERS))
    automatic = ChannelState.AUTOMATIC
    desk.shell.on_tick(a_tick(gateways=gateways, phone=automatic, sms=automatic))
    desk.actions.trigger(ActionId.GATEWAYS)
    backend = cast("FakeBackend", desk.backend)
    backend.last.done(gateways_info(a_channel(phone, adapters=()), a_channel(down)))
    table = desk.window.findChild(GatewaysView)
    assert table is not None
    table.channels.chosen.emit(1, 0)


class Stage:
    """Draws pictures, one desk each."""

    def __init__(self, application: QApplication, *, is_dark: bool) -> None:
        self._appearance = Appearance(application, dark=is_dark)

    def draw(self, picture: Picture, size: QSize, path: Path) -> None:
        """Build the desk in this state, and save what it looks like."""
        backend, feed, clock = FakeBackend(), FakeFeed(), FakeClock()
        desk = OpenDesk(me(roles=picture.roles), backend, feed, ServiceClock(clock), silent=True, plain_map=True)
        self._appearance.observe(desk.window.apply_theme)
        desk.connect_desk(
            theme=_nothing,
            sign_out=_nothing,
            quit_desk=_nothing,
            language=lambda _language: None,
            unsaved_notes=lambda _numbers: None,
        )
        desk.window.resize(size)
        desk.window.show()
        self._tell(picture, desk, backend, feed)
        picture.act(desk)
        clock.advance(1)
        QApplication.processEvents()
        _save(desk, path)
        self._appearance.forget(desk.window.apply_theme)
        desk.close()
        QApplication.processEvents()

    def _tell(self, picture: Picture, desk: OpenDesk, backend: FakeBackend, feed: FakeFeed) -> None:
        feed.snapshot(QueueSnapshot(cursor=0, now=NOW, rows=picture.rows, rejected=picture.rejected))
        tick = a_tick(listeners=(a_listener(last_frame_at=ago(1)),))
        feed.tick(tick.model_copy(update={"elsewhere": picture.elsewhere}))
        if picture.opened is not None:
            desk.navigator.open_case(picture.opened.row.case_id)
            backend.last.done(picture.opened)
            for asked in [one for one in backend.asked if one.what == "curve"]:
                asked.done(a_curve())
        QApplication.processEvents()
        if picture.is_offline:
            feed.link(LinkState(alive=False, heard_at=ago(63)))


def _save(desk: OpenDesk, path: Path) -> None:
    """The window, and what stands before it: the sheet of keys, the question of leaving."""
    shot = desk.window.grab()
    painter = QPainter(shot)
    for other in QApplication.topLevelWidgets():
        if other is not desk.window and other.isVisible() and other.parentWidget() is desk.window:
            painter.drawPixmap(shot.rect().center() - other.rect().center(), other.grab())
            other.close()
    painter.end()
    shot.save(str(path))


def _nothing() -> None:
    """There is nothing to leave here."""


def draw_all(
    application: QApplication, folder: Path, only: Iterable[str] = (), sizes: Iterable[str] = SIZES
) -> list[Path]:
    """Draw every state (or only these) into the folder; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {name: picture for name, picture in pictures().items() if not only or name in only}
    files = []
    for is_dark in (False, True):
        stage = Stage(application, is_dark=is_dark)
        for size in sizes:
            for name, picture in wanted.items():
                files.append(folder / f"{name}-{size}-{'dark' if is_dark else 'light'}.png")
                stage.draw(picture, SIZES[size], files[-1])
    return files


def main() -> None:
    """Draw what the command line asks for."""
    options = argparse.ArgumentParser(prog="tests.support.screens", description="Pictures of every state of the desk.")
    options.add_argument("folder", type=Path)
    options.add_argument("--only", action="append", default=[], choices=sorted(pictures()))
    options.add_argument("--language", default="en", choices=i18n.LANGUAGES)
    chosen = options.parse_args()
    application = QApplication(sys.argv[:1])
    i18n.set_language(chosen.language)
    draw_all(application, chosen.folder, chosen.only)


if __name__ == "__main__":
    main()
