"""Composition of the service: where its parts are made and joined, the only place that knows ``app.persistence``."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Final

from app.domain.clock import Clock
from app.domain.gateway import Channel
from app.domain.uplink import StoredUplink
from app.geography.gazetteer import Gazetteer
from app.integrity import product_version
from app.logs import about
from app.persistence.history import history
from app.persistence.lock import holder_of
from app.persistence.schema import UnknownSchema
from app.persistence.store import LOCK_NAME, SqliteStore
from app.persistence.verification import verify
from app.rules.clauses import load_edition
from app.settings import Settings, load_settings
from app.usecases.audit_report import VerificationReport
from app.usecases.gateway_ports import GatewayAdapter
from app.usecases.prepare_sms import SmsChannel
from app.usecases.redecode_report import RedecodeReport
from app.usecases.sign_in_attempts import SignInAttempts
from app.usecases.store import StoreInUse, StoreUnavailable
from app.usecases.unit_of_work import UnitOfWork
from resources.editions import read_edition
from services.detection.thresholds import Thresholds
from services.detector.api.application import create_app, create_feed_app
from services.detector.changes import Changes
from services.detector.claim_watch import ClaimWatch
from services.detector.composition import Composition
from services.detector.decoding import Decoding
from services.detector.dispatcher import Dispatcher
from services.detector.doors import CertificateUnusable, Doors, doors_of
from services.detector.feeds import FeedTally
from services.detector.firmware_asking import FirmwareAsking, Pace
from services.detector.gateways import Gateways, Premises
from services.detector.health import Gauges, HealthSource
from services.detector.imports import Imports
from services.detector.key_vault import FILE_NAME as KEY_FILE_NAME
from services.detector.key_vault import KeyFileUnusable, KeyVault
from services.detector.listeners.intake import Surroundings
from services.detector.passwords import Argon2Passwords
from services.detector.pipeline import Pipeline, Watch
from services.detector.processing import Judges, process
from services.detector.promise_watch import PromiseWatch
from services.detector.redecoding import redecode
from services.detector.rulebook import Rulebook
from services.detector.service import DetectorService, Drill, Parts
from services.detector.service_file import new_token, remove_service_file
from services.detector.strangers import Strangers
from services.detector.training import TrainingDay
from services.detector.web import Site, WebServer
from services.messaging.http import HTTP
from services.messaging.smpp import SMPP
from services.messaging.sms_watch import SmsWatch
from services.ordering.partner_api import PARTNER_API
from services.ordering.smtp import SMTP_MAIL
from services.ordering.watch import OrderWatch
from services.simulator.seed import TRAINING_CALL_BACK_E164, TRAINING_PHONES, seed_training
from services.telephony.ami.adapter import ami
from services.telephony.simulated import SimulatedTelephony

EDITION: Final = "S2-FAQ"
FROM_SOURCE: Final = "source"
"""What a checkout that is not installed calls its version."""


class CannotStart(Exception):
    """The service cannot work in this folder now; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """How this service was started.

    Attributes:
        has_boxes: In training: simulated boxes live their day.
        shares_with_users: It belongs to the machine: every user's desk may find it.
    """

    folder: Path
    is_training: bool = False
    has_boxes: bool = True
    shares_with_users: bool = False


def verify_store(folder: Path) -> VerificationReport:
    """Check the record of a data folder, beside a running service or without one.

    Raises:
        NoStore: There is no database in the folder.
    """
    return verify(folder)


def redecode_store(folder: Path) -> RedecodeReport:
    """Read the frames of a data folder again, beside a running service or without one.

    Raises:
        NoStore: There is no database in the folder.
    """
    settings = load_settings(folder)
    with history(folder) as past:
        has_keys = _key_file(folder, settings).exists()
        vault = _vault(folder, settings) if has_keys else KeyVault.of_nobody()
        decoding = Decoding(vault, past.device_keys, past.s2)
        return redecode(past.frames(), decoding, past.model_of)


def running_pid(folder: Path) -> int | None:
    """Return the process that has this folder; None = nobody."""
    return holder_of(folder / LOCK_NAME)


def open_store(folder: Path, clock: Clock, settings: Settings) -> SqliteStore:
    """Take the data folder for this process, and remove what a killed service left in it.

    Raises:
        CannotStart: Somebody else works there, or the database cannot be opened.
    """
    try:
        store = SqliteStore.open(folder, clock, group_commit_s=settings.group_commit_s)
    except StoreInUse as fault:
        by = "another process" if fault.pid is None else f"process {fault.pid}"
        raise CannotStart(f"The folder {folder} is in use by {by}. Use that service, or stop it first.") from fault
    except StoreUnavailable as fault:
        text = (
            f"The database in {folder} cannot be opened: {fault.condition}, {fault.message}. Free it and start again."
        )
        raise CannotStart(text) from fault
    except UnknownSchema as fault:
        raise CannotStart(f"The database in {folder} is of a newer version: {fault}. Update this program.") from fault
    remove_service_file(folder)
    return store


@dataclass(frozen=True, slots=True)
class _Hearing:
    """Everything between a socket and the store."""

    follow: Callable[[StoredUplink, UnitOfWork], None]
    watch: Watch
    pipeline: Pipeline
    dispatcher: Dispatcher
    doors: Doors
    feed_tally: FeedTally

    def gauges(self, *, names_call_back: bool, insurer_fault: str) -> Gauges:
        return Gauges(
            lambda: self.doors.health() + self.feed_tally.health(),
            lambda: self.watch.strangers.shown,
            names_call_back,
            lambda: self.watch.forgeries.shown,
            insurer_fault,
        )


def compose(options: Options, settings: Settings, store: SqliteStore, clock: Clock) -> DetectorService:
    """Make the parts of the service and join them. Called in the event loop that they will live in.

    Raises:
        CannotStart: The key file or the certificate cannot be used.
    """
    edition = load_edition(read_edition(EDITION))
    gazetteer, vault = Gazetteer.load(Lock()), _vault(options.folder, settings)
    judges = Judges(clock, settings, edition, Thresholds.from_edition(edition), gazetteer, vault)
    heard = _hearing(options, store, judges)
    sms = _sms(options, settings)
    rulebook = _rulebook(options.folder)
    gateways = _gateways(options, store, judges, sms)
    own = heard.gauges(names_call_back=bool(sms.call_back_e164), insurer_fault=rulebook.insurer_fault)
    health = _health(options, store, clock, replace(own, gateways=gateways.states))
    changes, drill = _changes(store), _drill(options, store, clock, sms)
    composition = Composition(
        store=store,
        clock=clock,
        settings=settings,
        edition=edition,
        rulebook=rulebook,
        thresholds=judges.thresholds,
        token=new_token(),
        passwords=Argon2Passwords(),
        attempts=SignInAttempts(clock),
        gazetteer=judges.gazetteer,
        sms_manner=sms,
        gateways=gateways,
        telephony=None if drill is None else drill.telephony,
        is_training=options.is_training,
        health=health,
        changes=changes,
        vault=judges.vault,
        intake=heard.pipeline,
        process=heard.follow,
        feed_tally=heard.feed_tally,
        dispatcher=heard.dispatcher,
        imports=Imports(options.folder, store, clock, settings),
    )
    return DetectorService(
        Parts(
            folder=options.folder,
            version=product_version() or FROM_SOURCE,
            token=composition.token,
            store=store,
            clock=clock,
            changes=changes,
            claim_watch=ClaimWatch(store, clock, settings.claim_stale_s),
            promise_watch=PromiseWatch(store, clock),
            order_watch=_order_watch(store, composition),
            sms_watch=SmsWatch(store, clock, settings, lambda: composition.sms, lambda: gateways.is_down(Channel.SMS)),
            shares_with_users=options.shares_with_users,
            pipeline=heard.pipeline,
            dispatcher=heard.dispatcher,
            imports=composition.imports,
            doors=heard.doors,
            gateways=gateways,
            web=WebServer(create_app(composition)),
            feed_web=_feed_server(composition),
            feed_tally=heard.feed_tally,
            housekeep=store.housekeep,
            drill=drill,
        )
    )


def _gateways(options: Options, store: SqliteStore, judges: Judges, sms: SmsChannel) -> Gateways:
    premises = Premises(store, judges.clock, judges.settings, judges.vault, is_training=options.is_training)
    gateways = Gateways(premises, _adapters(lambda: _sms_now(sms, gateways)))
    store.add_listener(gateways.tell)
    return gateways


def _health(options: Options, store: SqliteStore, clock: Clock, gauges: Gauges) -> HealthSource:
    return HealthSource(store, clock, gauges, product_version() or FROM_SOURCE, is_training=options.is_training)


def _changes(store: SqliteStore) -> Changes:
    changes = Changes(store.read(lambda reader: reader.last_event()))
    store.add_listener(changes.tell)
    return changes


def _order_watch(store: SqliteStore, composition: Composition) -> OrderWatch:
    watch = OrderWatch(store, composition.clock, lambda: composition.order_channels)
    store.add_listener(watch.tell)
    return watch


def _sms_now(sms: SmsChannel, gateways: Gateways) -> SmsChannel:
    """How an SMS leaves now, for the exchange: one may follow a call that nobody answered."""
    return replace(sms, is_automatic=sms.is_automatic or gateways.is_automatic(Channel.SMS))


def _adapters(sms: Callable[[], SmsChannel]) -> tuple[GatewayAdapter, ...]:
    """Every way in which a channel can be worked; each area adds its own here."""
    return (ami(sms), SMPP, HTTP, SMTP_MAIL, PARTNER_API)


def _hearing(options: Options, store: SqliteStore, judges: Judges) -> _Hearing:
    def follow(uplink: StoredUplink, unit: UnitOfWork) -> None:
        process(uplink, unit, judges)

    again_after = timedelta(seconds=judges.settings.stranger_again_s)
    watch = Watch(Strangers(again_after), Strangers(again_after))
    pipeline = Pipeline(store, follow, judges.clock, watch, judges.vault)
    firmware = FirmwareAsking(store, judges.clock, _pace(judges.settings))
    dispatcher = Dispatcher(store, judges.clock, judges.settings.box_answer_s, firmware)
    doors = _doors(options, judges.settings, Surroundings(pipeline, dispatcher, judges.clock))
    return _Hearing(follow, watch, pipeline, dispatcher, doors, FeedTally())


def _pace(settings: Settings) -> Pace:
    return Pace(timedelta(days=settings.firmware_again_d), timedelta(seconds=settings.firmware_after_s))


def _key_file(folder: Path, settings: Settings) -> Path:
    return Path(settings.key_file) if settings.key_file else folder / KEY_FILE_NAME


def _vault(folder: Path, settings: Settings) -> KeyVault:
    try:
        return KeyVault.of_file(_key_file(folder, settings))
    except KeyFileUnusable as fault:
        raise CannotStart(str(fault)) from fault


def _rulebook(folder: Path) -> Rulebook:
    """Read the rules; what the insurer's file has wrong is told to the log here and to the desks by the health."""
    rulebook = Rulebook.load(folder)
    if rulebook.insurer_fault:
        about(__name__).error(
            "the insurer's readings are not in force", extra={"facts": {"why": rulebook.insurer_fault}}
        )
    return rulebook


def _doors(options: Options, settings: Settings, given: Surroundings) -> Doors:
    try:
        return doors_of(settings, given, is_training=options.is_training)
    except CertificateUnusable as fault:
        raise CannotStart(str(fault)) from fault


def _sms(options: Options, settings: Settings) -> SmsChannel:
    """Return how SMS leave; a drill names a made-up number, so that its texts read like real ones."""
    made_up = TRAINING_CALL_BACK_E164 if options.is_training else ""
    return SmsChannel(settings.call_back_number or made_up, stop_s=settings.sms_stop_s, valid_s=settings.sms_valid_s)


def _feed_server(composition: Composition) -> WebServer | None:
    """What senders outside of this machine reach: only encrypted, and not in training."""
    settings = composition.settings
    if composition.is_training or not settings.tls_certificate:
        return None
    site = Site(settings.feed_host, settings.feed_port, settings.tls_certificate, settings.tls_key)
    return WebServer(create_feed_app(composition), site)


def _drill(options: Options, store: SqliteStore, clock: Clock, sms: SmsChannel) -> Drill | None:
    if not options.is_training:
        return None
    telephony = SimulatedTelephony(store, clock, sms, TRAINING_PHONES)
    day = TrainingDay() if options.has_boxes else None
    return Drill(lambda unit: seed_training(unit, clock), telephony, day)
