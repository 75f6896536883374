"""How calls, SMS, mail and orders leave the house: by which adapter, with which settings, and how that is now.

A channel without settings is worked by hand, which is no fault. A channel with settings is automatic whether or not
its gateway can be reached now: what is to leave waits, is counted, and is told to everybody. The secret of a gateway
is here only as it lies in the store, sealed; nothing that leaves the service carries it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.ids import CaseId


class Channel(StrEnum):
    """What leaves the house, in the order in which the screens name it."""

    PHONE = "phone"
    SMS = "sms"
    MAIL = "mail"
    PARTNERS = "partners"


class GatewayCondition(StrEnum):
    """How a channel is now."""

    BY_HAND = "by_hand"
    STARTING = "starting"
    OK = "ok"
    DOWN = "down"


class FieldKind(StrEnum):
    """How a field of an adapter is asked for."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    SECRET = "secret"


@dataclass(frozen=True, slots=True)
class GatewayField:
    """One thing an adapter has to be told. The page has the words for its ``key`` (``ui/words/gateways.py``).

    Attributes:
        key: Snake case, the same in every adapter that means the same: host, port, user, password, sender ...
        default: What holds when the field is left empty; as text.
        choices: Of a choice.
        lowest: Of a number.
        highest: Of a number.
    """

    key: str
    kind: FieldKind = FieldKind.TEXT
    is_required: bool = False
    default: str = ""
    choices: tuple[str, ...] = ()
    lowest: float = 0.0
    highest: float = 1_000_000.0


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """What was set for a channel.

    Attributes:
        adapter: Name of the adapter; it need not be one that this program has.
        values: By key, without the secret.
        sealed: The secret under the key file; None = there is none.
    """

    channel: Channel
    adapter: str
    values: Mapping[str, str]
    changed_at: datetime
    changed_by: str
    sealed: bytes | None = field(default=None, repr=False)

    @property
    def has_secret(self) -> bool:
        """Whether a secret is kept."""
        return self.sealed is not None


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits for a gateway though its time to leave has come.

    Attributes:
        since: How long the oldest does.
        case_id: Of the oldest; None = it is of no case.
    """

    count: int = 0
    since: datetime | None = None
    case_id: CaseId | None = None


NO_BACKLOG = Backlog()


class TrialVerdict(StrEnum):
    """What came of a test. ``NOT_RUNNING``: there was no gateway to test."""

    RUNNING = "running"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    NOT_RUNNING = "not_running"


@dataclass(frozen=True, slots=True)
class GatewayTrial:
    """One test of a gateway; ``message``: what the far side said, in technical words."""

    trial_id: str
    verdict: TrialVerdict
    at: datetime
    message: str = ""


@dataclass(frozen=True, slots=True)
class GatewayRefusal:
    """A gateway answers, or lets us in, and takes nothing.

    Attributes:
        since: When the first thing was not taken.
        count: How many in a row.
        reason: Technical word of the newest, not personal.
        far: Who it is, where the gateway leads to several; empty = the gateway itself.
        others: How many more of those refuse.
    """

    since: datetime
    count: int
    reason: str
    far: str = ""
    others: int = 0


@dataclass(frozen=True, slots=True)
class GatewayState:
    """How a channel is now.

    Attributes:
        adapter: Empty when it is worked by hand.
        since: When the condition began.
        message: Technical words for the page and the log, with nothing personal in them.
        refusal: Why it takes nothing although it can be reached; None = it takes what it is given.
    """

    channel: Channel
    adapter: str
    condition: GatewayCondition
    since: datetime
    message: str = ""
    backlog: Backlog = NO_BACKLOG
    refusal: GatewayRefusal | None = None

    @property
    def is_automatic(self) -> bool:
        """Whether something leaves without a person, now or as soon as the gateway can be reached."""
        return self.condition is not GatewayCondition.BY_HAND
