"""Everything one signed-in person sees, joined: window, screens, alarm, claims.

The order of listening matters twice: the clock follows the service before anybody shows an age, and NEXT hears last,
because it asks the queue who waits and the table of actions what is possible.
"""

import gc
from collections.abc import Callable, Iterator

from PySide6.QtGui import QGuiApplication

from app.api.queue import QueueSnapshot
from app.api.service import EventInfo, Tick
from app.i18n import _, next_language
from app.workplace import Workplace
from ui.actions import ActionId, Actions
from ui.alarm import AlarmPresenter, Bell
from ui.callers import Callers
from ui.case.holding import HoldingPresenter
from ui.case.presenter import CasePresenter
from ui.case.view import CaseView
from ui.claims import ClaimKeeper
from ui.closing.presenter import ClosingPresenter
from ui.closing.view import ClosingView
from ui.contact.presenter import ContactPresenter
from ui.contact.tel_dialler import TelDialler
from ui.contact.view import ContactView
from ui.entitlements.presenter import EntitlementsPresenter
from ui.entitlements.view import EntitlementsView
from ui.first_minute.presenter import FirstMinutePresenter
from ui.first_minute.view import FirstMinuteView
from ui.gateways.presenter import GatewaysPresenter
from ui.gateways.view import GatewaysView
from ui.hand_over.presenter import HandOverPresenter
from ui.hand_over.view import HandOverView
from ui.impact.loading import pieces as what_curves_need
from ui.impact.presenter import ImpactPresenter
from ui.impact.view import ImpactView
from ui.map.presenter import MapPresenter
from ui.map.view import MapView
from ui.navigator import Navigator
from ui.next_step.presenter import NextPresenter
from ui.next_step.view import NextView
from ui.notes.presenter import NotesPresenter
from ui.notes.view import NotesView
from ui.orders.panel import OrdersPanel
from ui.outcomes.presenter import OutcomesPresenter
from ui.outcomes.view import OutcomesView
from ui.phone_pages import PhonePages
from ui.pieces import Loader, Piece, Pieces
from ui.ports import Backend, Feed, FeedListener, LinkState, Scheduler
from ui.promises.presenter import PromisesPresenter
from ui.promises.view import PromisesView
from ui.providers.presenter import ProvidersPresenter
from ui.providers.view import ProvidersView
from ui.quarantine.presenter import QuarantinePresenter
from ui.quarantine.view import QuarantineView
from ui.queue.presenter import QueuePresenter
from ui.queue.view import QueueView
from ui.record_pages import RecordPages
from ui.returning import Returning
from ui.rows import Rows
from ui.saving import Saving
from ui.session import Me
from ui.shell.leave_question import LeaveDialog
from ui.shell.leaving import LeavingPresenter
from ui.shell.presenter import ShellPresenter
from ui.shell.slots import Page, Slot
from ui.shell.view import MainWindow
from ui.shift.presenter import ShiftPresenter
from ui.shift.view import ShiftView
from ui.sound import DeviceBell, SilentBell
from ui.tasks import QtScheduler, ServiceClock
from ui.timeline.presenter import TimelinePresenter
from ui.timeline.view import TimelineView
from ui.widgets.save_dialog import SaveDialog
from ui.widgets.screen import Screen
from ui.workplace.presenter import WorkplacePresenter
from ui.workplace.view import WorkplaceView

NOBODY_LOOKS = ("offscreen", "minimal")
"""Screens before which nobody sits: a test or a tour, that must never make a telephone ring."""


class Follower:
    """Keeps the desk's clock and its rows as the service last told. A ``FeedListener``, and the first of them."""

    def __init__(self, clock: ServiceClock, rows: Rows) -> None:
        self._clock = clock
        self._rows = rows

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Follow."""
        self._clock.set_service_time(snapshot.now)
        self._rows.replace(snapshot)

    def on_change(self, event: EventInfo) -> None:
        """Follow; an event tells when it happened, not what time it is."""
        self._rows.apply(event)

    def on_tick(self, tick: Tick) -> None:
        """Follow."""
        self._clock.set_service_time(tick.now)

    def on_link(self, link: LinkState) -> None:
        """Nothing to do."""


class OpenDesk:
    """The desk of one person. ``close`` before the next one is made."""

    def __init__(
        self,
        me: Me,
        backend: Backend,
        stream: Feed,
        clock: ServiceClock,
        *,
        silent: bool = False,
        plain_map: bool = False,
    ) -> None:
        self.me = me
        self.backend = backend
        self.clock = clock
        self.actions = Actions()
        self.window = MainWindow(self.actions)
        self.scheduler = self.make_scheduler()
        self.shell = ShellPresenter(self.window, me, clock, self.scheduler)
        self.navigator = Navigator(backend, self.shell, self.scheduler)
        self.shell.connect(self.actions, self.navigator, backend)
        self.saving = Saving(SaveDialog(self.window), self.shell)
        self.bell: Bell = SilentBell() if silent else DeviceBell(self.window, self.shell.set_sound_fault)
        self._stream = stream
        self._listeners: list[FeedListener] = []
        self._warned_of = ""
        self.rows = Rows()
        self.loading = Pieces(self.scheduler, self._what_to_load())
        self.leave_question = LeaveDialog(self.window)
        self._leaving = self._add_leaving()
        self.listen(Follower(clock, self.rows))
        self.listen(self.shell)
        self.listen(AlarmPresenter(me, self.bell, clock, self.scheduler))
        self.listen(ClaimKeeper(me, backend, self.scheduler))
        self.queue = self._add_queue()
        next_view = NextView()
        self.next_step = NextPresenter(next_view, me, clock, self.navigator, self.queue)
        self._add_case()
        map_presenter = self._add_map(plain=plain_map)
        self._add_hand_over()
        self._add_first_minute()
        self._add_contact()
        self._add_orders()
        self._add_promises()
        self.notes = self._add_notes()
        self._add_closing()
        self._add_record(map_presenter)
        self._add_next(next_view)
        self.listen(self.navigator)
        self.navigator.when_asked(self.window.leave_page)
        self.navigator.when_another_is_asked(self.window.begin_again)
        self.phone = PhonePages(backend, self.navigator, clock, self.scheduler)
        self.phone.join(me, self._add_page, self.actions, self.shell)
        self.records = RecordPages(me, backend, self.actions, self.navigator, self.scheduler, self.saving)
        self.records.join(self.window, self._add_page, self.phone.begin if me.works_on_cases else None)
        self._add_outcomes()
        self._add_quarantine()
        self._add_shift()
        self._add_gateways()
        self._add_providers()
        self.returning = self._add_returning()
        self.listen(Loader(self.loading))

    def make_scheduler(self) -> Scheduler:
        """Return the timers of this desk; they stop with its window."""
        return QtScheduler(self.window)

    def _what_to_load(self) -> Iterator[Piece]:
        """Give what the first case will need, to be loaded while nobody has opened one yet.

        What is there by then is there to stay: a search for garbage need not walk over it, which takes 80 ms.
        """
        yield gc.freeze
        for piece in what_curves_need():
            yield piece
            gc.freeze()
        for view in self.window.findChildren(ImpactView):
            yield view.plot.prepare
        yield gc.freeze

    def _draw_later(self, draw: Callable[[], None]) -> None:
        """Draw a curve when that is loaded, in a turn of its own."""
        self.loading.when_done(lambda: self.scheduler.after(0, draw))

    def listen(self, listener: FeedListener) -> None:
        """Let this part hear the events of the service while this desk is open."""
        self._listeners.append(listener)
        self._stream.add_listener(listener)

    def connect_desk(
        self,
        *,
        theme: Callable[[], None],
        sign_out: Callable[[], None],
        quit_desk: Callable[[], None],
        language: Callable[[str], None],
        unsaved_notes: Callable[[str], None],
        case_in_hand: tuple[str, Callable[[str], None]] = ("", lambda _case_id: None),
    ) -> None:
        """Join what is there once per process.

        ``case_in_hand`` is the case to come back to, empty = none, and who remembers the next one.
        """
        self.returning.start(*case_in_hand)
        self.notes.report_drafts(unsaved_notes)
        self.actions.connect(ActionId.THEME, theme)
        self.actions.connect(ActionId.SIGN_OUT, lambda: self._leave(sign_out))
        self.actions.connect(ActionId.QUIT, lambda: self._leave(quit_desk))
        self.actions.connect(ActionId.KEYS, self.window.show_keys)
        self.actions.connect(ActionId.MENU, self.window.open_menu)
        self.actions.connect(ActionId.ALERTS, self.window.walk_alerts)
        self.window.alert_chosen.connect(self.shell.follow)
        self.actions.connect(ActionId.LANGUAGE, lambda: language(next_language()))
        self.window.key_unheard.connect(self._say_unheard)
        self.window.said.connect(self.shell.say)
        self.window.language_chosen.connect(language)
        self.window.closing.connect(lambda: self._leave(quit_desk))

    def _say_unheard(self, key: str, does: str) -> None:
        words = _("{key} ({does}) does nothing inside a text field. Esc leaves the field; then press {key} again.")
        self.shell.say(words.format(key=key, does=does))

    def retranslate(self) -> None:
        """Say everything again."""
        self.window.retranslate()
        self.shell.refresh()
        self.queue.refresh()
        self.navigator.show_again()
        self.next_step.refresh()

    def _leave(self, leave: Callable[[], None]) -> None:
        """Leave, but first say which notes are not stored; asked again, they are dropped."""
        unsaved = self.notes.unsaved
        if unsaved and unsaved != self._warned_of:
            self._warned_of = unsaved
            self.notes.lead_to(self.navigator.open_case)
            one = _("The note on case {number} is not saved yet; F9 opens it. Leave again to drop it.")
            more = _("The notes on cases {number} are not saved yet; F9 opens the first. Leave again to drop them.")
            self.shell.say((more if "," in unsaved else one).format(number=unsaved), ActionId.NOTE)
            return
        if self.phone.begun and self._warned_of != ActionId.NEW_CASE:
            self._warned_of = ActionId.NEW_CASE
            self.shell.say(self.phone.begun)
            return
        self._leaving.leave(lambda: self._go(leave))

    def _go(self, leave: Callable[[], None]) -> None:
        self.notes.drop_drafts()
        self.window.let_close()
        leave()

    def _add_leaving(self) -> LeavingPresenter:
        """Asks somebody who leaves with cases in hand."""
        leaving = LeavingPresenter(self.leave_question, self.me, self.rows, self.backend, self.shell.say)
        self.leave_question.release_all.connect(leaving.release_all)
        self.leave_question.keep_all.connect(leaving.keep_all)
        self.leave_question.back.connect(leaving.back)
        self.leave_question.hand_over.connect(leaving.back)
        self.leave_question.hand_over.connect(lambda: self.actions.trigger(ActionId.SHIFT))
        return leaving

    def _add_queue(self) -> QueuePresenter:
        view = QueueView()
        queue = QueuePresenter(view, self.me, self.navigator, self.clock)
        view.connect_to(queue)
        queue.connect(self.actions, self.scheduler)
        self.window.place(Slot.QUEUE, view)
        self.listen(queue)
        self.navigator.add_listener(queue)
        return queue

    def _add_case(self) -> None:
        """The head of the case: what happened, and who works on it."""
        view = CaseView()
        case = CasePresenter(view, self.navigator, self.clock, self.scheduler)
        if not self.me.sees_cases:
            view.show_without_cases()
        holding = HoldingPresenter(view.holding, self.me, self.backend, self.clock, self.navigator, self.shell)
        view.linked_requested.connect(case.open_linked)
        view.nearby_requested.connect(case.open_nearby)
        view.record_requested.connect(case.open_record)
        case.connect(self.actions)
        view.holding.connect_to(holding)
        holding.connect(self.actions)
        self.window.place(Slot.CASE, view)
        for listener in (case, holding):
            self.navigator.add_listener(listener)

    def _add_map(self, *, plain: bool) -> MapPresenter:
        view = MapView(plain=plain, tiles=self.me.map_tiles)
        presenter = MapPresenter(view, self.rows, self.navigator)
        view.connect_to(presenter)
        self.window.place(Slot.MAP, view, lambda: _("Map"))
        self.listen(presenter)
        return presenter

    def _add_first_minute(self) -> None:
        """The strip under the case, while it asks."""
        view = FirstMinuteView()
        first = FirstMinutePresenter(view, self.me, self.backend, self.clock, self.navigator, self.shell)
        view.connect_to(first)
        first.connect(self.actions)
        view.shown_changed.connect(lambda shown: self.window.set_shown(Slot.FIRST_MINUTE, shown=shown))
        self.window.place(Slot.FIRST_MINUTE, view)
        self.window.rest_first_at(view.take_rest)
        view.digit_left.connect(self.window.digit_pressed)
        self.navigator.add_listener(first)

    def _add_contact(self) -> None:
        view = ContactView()
        self.contact = contact = ContactPresenter(view, self.me, self.backend, self.clock, self.navigator, self.shell)
        view.connect_to(contact)
        contact.connect(self.actions, self.next_step, self.scheduler)
        self.window.digit_pressed.connect(contact.digit_pressed)
        if QGuiApplication.platformName() not in NOBODY_LOOKS:
            contact.use_dialler(TelDialler(view))
        self.window.place(Slot.CONTACT, view, lambda: _("Contact"))
        self.listen(contact)
        self.navigator.add_listener(contact)
        self._add_callers()

    def _add_callers(self) -> None:
        """Who calls the centre, and who is on the phone of another case, in the strip."""
        self.callers = Callers(self.me, self.backend, self.navigator, self.shell, self.shell.show_callers)
        self.callers.connect(self.actions, self._ask_who_calls)
        self.navigator.add_listener(self.shell, later=True)
        self.listen(self.callers)

    def _ask_who_calls(self, e164: str) -> None:
        """A caller of whom no case is known: the page where a call is put to its case."""
        self.phone.caller.prefill(e164)
        self.actions.trigger(ActionId.CALLER)

    def _add_orders(self) -> None:
        panel = OrdersPanel(self.me, self.backend, self.clock, self.navigator, self.shell)
        panel.connect(self.actions, self.next_step, self.scheduler, self.contact.dial_here)
        self.window.place(Slot.ORDERS, panel.view, lambda: _("Tow"))

    def _add_promises(self) -> None:
        view = PromisesView()
        promises = PromisesPresenter(view, self.me, self.backend, self.clock, self.navigator, self.shell)
        view.connect_to(promises)
        promises.connect(self.actions, self.next_step, self.scheduler)
        self.window.place(Slot.PROMISES, view, lambda: _("Promises"))
        self.navigator.add_listener(promises)

    def _add_notes(self) -> NotesPresenter:
        view = NotesView()
        notes = NotesPresenter(view, self.me, self.backend, self.clock, self.navigator)
        view.connect_to(notes)
        notes.connect(self.actions, self.next_step, self.scheduler)
        self.window.place(Slot.NOTES, view, lambda: _("Notes"))
        self.navigator.add_listener(notes)
        return notes

    def _add_closing(self) -> None:
        """Stands in the place of cards, contact and tow while a case is being closed."""
        view = ClosingView()
        closing = ClosingPresenter(view, self.me, self.backend, self.navigator)
        closing.save_first(self.notes)
        view.connect_to(closing)
        closing.connect(self.actions, self.next_step)
        view.shown_changed.connect(self.window.set_closing_shown)
        self.window.place(Slot.CLOSING, view, lambda: _("Close the case"))
        self.navigator.add_listener(closing)

    def _add_hand_over(self) -> None:
        """Stands in the place of cards, contact and tow while a case is told to 112."""
        view = HandOverView()
        hand_over = HandOverPresenter(view, self.me, self.backend, self.clock, self.navigator, self.shell)
        view.connect_to(hand_over)
        hand_over.connect(self.actions, self.next_step)
        view.shown_changed.connect(lambda shown: self.window.set_shown(Slot.HAND_OVER, shown=shown))
        self.window.place(Slot.HAND_OVER, view)
        self.navigator.add_listener(hand_over)
        self.listen(hand_over)

    def _add_record(self, map_presenter: MapPresenter) -> None:
        """What is known and what happened, to be read; the crash hears first, because its curve is fetched."""
        impact_view = ImpactView(self._draw_later)
        impact = ImpactPresenter(impact_view, self.backend, self.saving)
        impact_view.connect_to(impact)
        impact.connect(self.actions)
        self.window.place(Slot.IMPACT, impact_view, lambda: _("Impact"))
        cards_view = EntitlementsView()
        cards = EntitlementsPresenter(cards_view, self.me, self.backend, self.clock, self.navigator, self.shell)
        cards_view.connect_to(cards)
        self.navigator.when_another_is_asked(cards_view.begin_again)
        cards.connect(self.actions)
        self.window.place(Slot.CARDS, cards_view, lambda: _("Services"))
        self.listen(cards)
        timeline_view = TimelineView()
        self.window.place(Slot.TIMELINE, timeline_view, lambda: _("Timeline"))
        for listener in (impact, map_presenter, cards, TimelinePresenter(timeline_view)):
            self.navigator.add_listener(listener, later=True)

    def _add_next(self, view: NextView) -> None:
        """NEXT hears after everybody it asks."""
        view.connect_to(self.next_step)
        self.next_step.connect(self.actions)
        self.scheduler.every(1.0, self.next_step.refresh)
        self.window.place(Slot.NEXT, view, lambda: _("Next"))
        self.listen(self.next_step)
        self.navigator.add_listener(self.next_step)

    def _add_returning(self) -> Returning:
        """Hears after the navigator, which shows what it opens."""
        returning = Returning(self.me, self.navigator, self._say_taken)
        self.listen(returning)
        self.navigator.add_listener(returning)
        return returning

    def _say_taken(self) -> None:
        self.shell.show_taken(self.returning.taken(), self.returning.accepted())

    def _add_outcomes(self) -> None:
        """What alarms turned out to be, for who answers for the boxes."""
        if not self.me.oversees:
            return
        view = OutcomesView()
        outcomes = OutcomesPresenter(view, self.backend, self.navigator, self.clock, self.saving)
        view.connect_to(outcomes)
        outcomes.connect(self.actions)
        self._add_page(Page.OUTCOMES, view, lambda: _("Alarms by box: true or false"), outcomes.opened)

    def _add_quarantine(self) -> None:
        """Messages of boxes that could not be read."""
        if not self.me.sees_kept_messages:
            return
        view = QuarantineView()
        quarantine = QuarantinePresenter(view, self.me, self.backend, self.clock, self.shell)
        view.connect_to(quarantine)
        self.listen(quarantine)
        self._add_page(Page.QUARANTINE, view, lambda: _("Messages kept aside"), quarantine.opened)

    def add_workplace(self, workplace: Workplace) -> None:
        """What is set for this desk and by whom: the first thing that support asks."""
        view = WorkplaceView()
        presenter = WorkplacePresenter(view, workplace)
        view.connect_to(presenter)
        self._add_page(Page.WORKPLACE, view, lambda: _("This workplace"), presenter.refresh)

    def _add_shift(self) -> None:
        """Handing over a shift, for whoever works on cases."""
        if not self.me.works_on_cases:
            return
        view = ShiftView()
        shift = ShiftPresenter(view, self.me, self.backend, self.clock, self.navigator)
        view.connect_to(shift)
        self.listen(shift)
        self._add_page(Page.SHIFT, view, lambda: _("Hand over the shift"), shift.opened)

    def _add_providers(self) -> None:
        """The directory of partners, for whoever orders from them or keeps it."""
        if not (self.me.sees_cases or self.me.mends):
            return
        view = ProvidersView()
        providers = ProvidersPresenter(view, self.me, self.backend)
        view.connect_to(providers)
        self._add_page(Page.PROVIDERS, view, lambda: _("Partners"), providers.opened)

    def _add_gateways(self) -> None:
        """By what calls, SMS and orders leave; who may not set it sees how it is."""
        view = GatewaysView()
        gateways = GatewaysPresenter(view, self.me, self.backend, self.clock, self.scheduler)
        view.connect_to(gateways)
        self.listen(gateways)
        self._add_page(Page.GATEWAYS, view, lambda: _("Gateways: phone, SMS, mail, partners"), gateways.opened)

    def _add_page(self, page: Page, screen: Screen, title: Callable[[], str], opened: Callable[[], None]) -> None:
        """A page beside the cases, behind the action of the same name; call it for the roles that may see it."""
        self.window.add_page(page, screen, title, opened)
        self.actions.connect(ActionId(page.value), lambda: self.window.show_page(page))

    def close(self) -> None:
        """Hear nothing more and let the window go."""
        gc.unfreeze()
        for listener in self._listeners:
            self._stream.forget_listener(listener)
        self._listeners.clear()
        self.window.blockSignals(True)
        self.window.let_close()
        self.window.close()
        self.window.deleteLater()
