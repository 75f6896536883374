"""Messages of the contract with everything filled in, so that a test names only what it is about."""

from datetime import UTC, datetime

from app.api.cases import CaseDetail, PersonInfo
from app.api.queue import ClaimInfo, NamesInfo, QueueRow, QueueSnapshot
from app.api.service import (
    AccountInfo,
    ChannelState,
    EventInfo,
    Health,
    ListenerHealth,
    ListenerState,
    SessionInfo,
    StoreState,
    Tick,
)
from app.api.steps import NextStepInfo
from app.api.version import API_VERSION
from app.domain.account import Role
from app.domain.case import CaseState, TowQuestion
from app.domain.ecall import CrashMark
from app.domain.events import EventKind
from app.domain.ids import AccountId, CaseId, CaseNumber, Imei
from app.domain.next_step import NextKind
from app.domain.subscription import Language
from app.domain.verdict import Priority, VerdictKind
from ui.session import Me

NOW = datetime(2031, 3, 9, 22, 14, 7, tzinfo=UTC)


def an_account(**changes: object) -> AccountInfo:
    """An operator."""
    account = AccountInfo(account_id=AccountId("a1"), login="an.verbeke", name="An Verbeke", roles=(Role.OPERATOR,))
    return account.model_copy(update=changes)


def me(**changes: object) -> Me:
    """An operator at the desk "desk-1"."""
    return Me(an_account(**changes), "desk-1")


def a_session(**changes: object) -> SessionInfo:
    """A fresh session."""
    return SessionInfo(token="session-token", account=an_account(), expires_at=NOW).model_copy(update=changes)


def a_claim(**changes: object) -> ClaimInfo:
    """A claim of that operator at that desk."""
    claim = ClaimInfo(account_id=AccountId("a1"), name="An Verbeke", desk="desk-1", claimed_at=NOW, is_stale=False)
    return claim.model_copy(update=changes)


def a_row(**changes: object) -> QueueRow:
    """A waiting E-call of 6.3 g near Bertem."""
    row = QueueRow(
        case_id=CaseId("c1"),
        number=CaseNumber("2031-000001"),
        version=1,
        state=CaseState.OPEN,
        priority=Priority.ONE,
        verdict=VerdictKind.TOW_AT_ONCE,
        mark=CrashMark.CRASH,
        peak_g=6.3,
        peak_capped=False,
        impacts=1,
        received_at=NOW,
        event_at=NOW,
        attention_at=NOW,
        waits_since=NOW,
        target_at=NOW,
        is_late=False,
        is_test=False,
        holds=(),
        plate="1-ABC-234",
        municipality=NamesInfo(nl="Bertem", fr="Bertem", de="Bertem"),
        country_codes=("BE",),
        claim=None,
        next_step=NextStepInfo(kind=NextKind.CLAIM),
        has_running_tow=True,
        by_hand=0,
        outcome=None,
    )
    since = {"waits_since": changes["attention_at"]} if "attention_at" in changes else {}
    return row.model_copy(update={**since, **changes})


def a_case(row: QueueRow | None = None, **changes: object) -> CaseDetail:
    """A case with a driver and little else."""
    case = CaseDetail(
        row=row or a_row(),
        verdict=VerdictKind.TOW_AT_ONCE,
        tow=True,
        tow_question=TowQuestion.NOT_ASKED,
        reasons=(),
        missing=(),
        imei=Imei("356307042441013"),
        box_model=None,
        car=None,
        contract=None,
        driver=PersonInfo(
            name="Jan Peeters",
            language=Language.NL,
            e164="+32470123456",
            number_shown="+32 470 12 34 56",
            number_kind=None,
        ),
        place=None,
        call_language=None,
        suggested_language=Language.NL,
        ecalls=(),
        calls=(),
        messages=(),
        orders=(),
        notes=(),
        cards=(),
        timeline=(),
        linked_case_id=None,
    )
    return case.model_copy(update=changes)


def a_snapshot(*rows: QueueRow, cursor: int = 0) -> QueueSnapshot:
    """The queue with these rows."""
    return QueueSnapshot(cursor=cursor, now=NOW, rows=rows, rejected=())


def an_event(sequence: int, row: QueueRow | None = None, *, rings: bool = False) -> EventInfo:
    """A case changed to this row."""
    row = row or a_row()
    return EventInfo(
        sequence=sequence,
        at=NOW,
        kind=EventKind.CASE_CHANGED,
        case_id=row.case_id,
        row=row,
        rejected=None,
        rings=rings,
    )


def a_listener(**changes: object) -> ListenerHealth:
    """A listening port that heard a box just now."""
    listener = ListenerHealth(
        name="teltonika_tcp",
        host="127.0.0.1",
        port=5027,
        state=ListenerState.LISTENING,
        connections=1,
        frames=3,
        refused=0,
        last_frame_at=NOW,
    )
    return listener.model_copy(update=changes)


def a_health(**changes: object) -> Health:
    """A service that is well; SMS and tow by hand."""
    health = Health(
        api_version=API_VERSION,
        version="0.1.0",
        pid=4711,
        started_at=NOW,
        now=NOW,
        is_training=False,
        has_accounts=True,
        store=StoreState.OK,
        store_message="",
        listeners=(a_listener(),),
        phone=ChannelState.BY_HAND,
        sms=ChannelState.BY_HAND,
        tow=ChannelState.BY_HAND,
        quarantined=0,
        strangers=(),
    )
    return health.model_copy(update=changes)


def a_tick(**changes: object) -> Tick:
    """A tick with this health."""
    return Tick(now=NOW, health=a_health(**changes))
