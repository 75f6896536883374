"""What every part of the running service is given: one object, made by ``bootstrap`` and by nobody else.

Routes, listeners and the pipeline take it (or a piece of it) as an argument, so that a test can build the same service
on a folder of its own with a clock that stands still.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.api.service import Health
from app.domain.clock import Clock
from app.domain.gateway import Channel
from app.domain.sending import SendingChannel
from app.domain.uplink import StoredUplink
from app.rules.clauses import Edition
from app.settings import Settings
from app.usecases.call_ports import Telephony
from app.usecases.order_channels import OrderChannels
from app.usecases.ports import Passwords
from app.usecases.prepare_sms import SmsChannel
from app.usecases.sign_in_attempts import SignInAttempts
from app.usecases.store import Store
from app.usecases.unit_of_work import UnitOfWork
from services.detection.thresholds import Thresholds
from services.detector.changes import Changes
from services.detector.dispatcher import Dispatcher
from services.detector.feeds import FeedTally
from services.detector.gateways import Gateways
from services.detector.imports import Imports
from services.detector.key_vault import KeyVault
from services.detector.listeners.intake import Intake
from services.detector.processing import Gazetteer
from services.detector.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """The parts of one service.

    Attributes:
        token: The desk token of ``service.json``: admits a desk, never a person.
        settings: The figures an administrator may set.
        edition: S2-FAQ, the clauses that judge E-calls.
        rulebook: Every edition, for what the contract pays.
        thresholds: Figures of S2-FAQ, read once.
        passwords: Checks and hashes passwords; slow on purpose.
        attempts: Slows down whoever guesses them.
        gazetteer: Says where a position is; may be asked in any thread.
        sms_manner: What is set of SMS; ``sms`` adds whether a gateway sends them now.
        gateways: What leaves the house, and by what.
        telephony: Makes calls; None = the operator dials.
        is_training: A drill: made-up people sign in by name, nothing leaves the house.
        health: How the service is now; reads the database for a moment, may be called in any thread and never fails.
        vault: Opens and seals the keys of boxes.
        intake: Where frames of feeds go, as those of boxes do.
        process: Does what follows from a frame, in the transaction it is given.
        feed_tally: What the feeds brought.
        imports: Imports of contracts and boxes.
        dispatcher: Asks boxes; woken when a person wants to know something of one.
        changes: Wakes whoever waits for the next committed event.
    """

    store: Store
    clock: Clock
    settings: Settings
    edition: Edition
    rulebook: Rulebook
    thresholds: Thresholds
    token: str
    passwords: Passwords
    attempts: SignInAttempts
    gazetteer: Gazetteer
    sms_manner: SmsChannel
    gateways: Gateways
    telephony: Telephony | None
    is_training: bool
    health: Callable[[], Health]
    changes: Changes
    vault: KeyVault
    intake: Intake
    process: Callable[[StoredUplink, UnitOfWork], None]
    feed_tally: FeedTally
    dispatcher: Dispatcher
    imports: Imports

    @property
    def sms(self) -> SmsChannel:
        """How an SMS leaves the house now."""
        is_automatic = self.sms_manner.is_automatic or self.gateways.is_automatic(Channel.SMS)
        return replace(self.sms_manner, is_automatic=is_automatic)

    @property
    def order_channels(self) -> OrderChannels:
        """By which roads orders leave now."""
        roads = {SendingChannel.MAIL: Channel.MAIL, SendingChannel.REST: Channel.PARTNERS}
        return OrderChannels(
            open_roads=frozenset(road for road, channel in roads.items() if self.gateways.is_automatic(channel)),
            call_back_e164=self.sms_manner.call_back_e164,
            stop_s=self.settings.order_stop_s,
            answer_s=self.settings.order_answer_s,
            down_roads=frozenset(road for road, channel in roads.items() if self.gateways.is_down(channel)),
        )
