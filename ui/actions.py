"""One table of everything a person can do, with its text and its keys.

Menus, shortcuts, the ``?`` overlay, the tests and the tour read this table and act through it, so that a key that is
shown works and a key that works is shown. Only actions that exist are in it. Screens connect a handler and say when
an action is possible; nobody else needs to know who acts.

No key is Ctrl+digit (fails on Belgian AZERTY), and none acts inside a text field (``ui.shell.keys`` sees to that).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.clock import Clock
from app.i18n import _


class ActionId(StrEnum):
    """Name of an action, as the tour and the tests say it."""

    NEXT = "next"
    KEYS = "keys"
    CLAIM = "claim"
    TAKE_OVER = "take_over"
    RELEASE = "release"
    CALL = "call"
    CALL_BY_HAND = "call_by_hand"
    HANG_UP = "hang_up"
    CALL_OUTCOME = "call_outcome"
    SMS = "sms"
    STOP_SMS = "stop_sms"
    TOW = "tow"
    NO_TOW = "no_tow"
    COPY_TOW = "copy_tow"
    ASK_ANOTHER = "ask_another"
    ORDER_TAXI = "order_taxi"
    ORDER_HOTEL = "order_hotel"
    ORDER_RENTAL = "order_rental"
    ORDER_REPATRIATION = "order_repatriation"
    HAND_OVER = "hand_over"
    FIRST_MINUTE = "first_minute"
    SERVICES = "services"
    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"
    CONFIRM = "confirm"
    PROMISE = "promise"
    KEEP_PROMISE = "keep_promise"
    NOTE = "note"
    PRIORITY = "priority"
    CALL_LANGUAGE = "call_language"
    TOLD = "told"
    CASE_CONTRACT = "case_contract"
    CLOSE_CASE = "close_case"
    SAVE_CURVE = "save_curve"
    SEARCH = "search"
    QUEUE_UP = "queue_up"
    QUEUE_DOWN = "queue_down"
    OPEN_CASE = "open_case"
    OPEN_NEARBY = "open_nearby"
    SAVE_TABLE = "save_table"
    NEW_CASE = "new_case"
    CALLER = "caller"
    TAKE_CALLER = "take_caller"
    MISSED_CALL_DONE = "missed_call_done"
    CONTRACTS = "contracts"
    OUTCOMES = "outcomes"
    QUARANTINE = "quarantine"
    SHIFT = "shift"
    GATEWAYS = "gateways"
    PROVIDERS = "providers"
    WORKPLACE = "workplace"
    THEME = "theme"
    ALERTS = "alerts"
    LANGUAGE = "language"
    MENU = "menu"
    SIGN_OUT = "sign_out"
    QUIT = "quit"


class Scope(StrEnum):
    """Where a key acts: in the whole window, or only while the focus is in that part of it."""

    WINDOW = "window"
    QUEUE = "queue"
    NEXT = "next"
    FIRST_MINUTE = "first_minute"
    PAGE = "page"


class Menu(StrEnum):
    """The menu an action stands in."""

    DESK = "desk"
    QUEUE = "queue"
    CASE = "case"
    PAGES = "pages"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Action:
    """One row of the table.

    Attributes:
        text: Says it in the language of the screen.
        keys: Portable key names of Qt ("Ctrl+Up"); the first is shown in menus.
        icon: File name in ``resources/icons`` without ending; empty = none.
    """

    action_id: ActionId
    text: Callable[[], str]
    menu: Menu
    keys: tuple[str, ...] = ()
    scope: Scope = Scope.WINDOW
    icon: str = ""


ACTIONS: tuple[Action, ...] = (
    Action(ActionId.NEXT, lambda: _("Do what is NEXT"), Menu.CASE, ("Space",), icon="player-track-next"),
    Action(ActionId.CLAIM, lambda: _("Claim the case"), Menu.CASE, icon="hand-stop"),
    Action(ActionId.TAKE_OVER, lambda: _("Take over the case"), Menu.CASE, icon="transfer"),
    Action(ActionId.RELEASE, lambda: _("Give the case back"), Menu.CASE, icon="arrow-back-up"),
    Action(ActionId.CALL, lambda: _("Call the driver"), Menu.CASE, ("F5",), icon="phone-call"),
    Action(ActionId.CALL_BY_HAND, lambda: _("Call without the exchange"), Menu.CASE, ("Shift+F5",)),
    Action(ActionId.HANG_UP, lambda: _("Hang up the call"), Menu.CASE, ("Ctrl+Shift+B",)),
    Action(ActionId.CALL_OUTCOME, lambda: _("Say how the call ended"), Menu.CASE, icon="phone-check"),
    Action(ActionId.SMS, lambda: _("SMS to the driver"), Menu.CASE, ("F6",), icon="message"),
    Action(ActionId.STOP_SMS, lambda: _("Stop the SMS that is about to leave"), Menu.CASE, ("Shift+F6",)),
    Action(ActionId.TOW, lambda: _("Tow truck"), Menu.CASE, ("F7",), icon="truck"),
    Action(ActionId.COPY_TOW, lambda: _("Copy the text for the tow firm"), Menu.CASE, ("Shift+F7",)),
    Action(ActionId.NO_TOW, lambda: _("No tow truck"), Menu.CASE, icon="truck-off"),
    Action(ActionId.ASK_ANOTHER, lambda: _("Ask another partner"), Menu.CASE),
    Action(ActionId.ORDER_TAXI, lambda: _("Order a taxi"), Menu.CASE),
    Action(ActionId.ORDER_HOTEL, lambda: _("Order a hotel"), Menu.CASE),
    Action(ActionId.ORDER_RENTAL, lambda: _("Order a rental car"), Menu.CASE),
    Action(ActionId.ORDER_REPATRIATION, lambda: _("Order a way home from abroad"), Menu.CASE),
    Action(ActionId.HAND_OVER, lambda: _("Hand over to 112"), Menu.CASE, ("F8",), icon="alert-triangle"),
    Action(ActionId.FIRST_MINUTE, lambda: _("Questions of the first minute"), Menu.CASE, ("F3",)),
    Action(ActionId.SERVICES, lambda: _("Next service of the contract"), Menu.CASE, ("Shift+F3",)),
    Action(ActionId.YES, lambda: _("Answer yes"), Menu.CASE, ("Y",), Scope.FIRST_MINUTE),
    Action(ActionId.NO, lambda: _("Answer no"), Menu.CASE, ("N",), Scope.FIRST_MINUTE),
    Action(ActionId.NOT_KNOWN, lambda: _("Answer: not known"), Menu.CASE, ("U",), Scope.FIRST_MINUTE),
    Action(ActionId.CONFIRM, lambda: _("Confirm"), Menu.CASE, ("Return", "Enter"), Scope.NEXT, icon="check"),
    Action(ActionId.PROMISE, lambda: _("Promise something"), Menu.CASE, ("F11",)),
    Action(ActionId.KEEP_PROMISE, lambda: _("Tick the promise that is due first"), Menu.CASE, ("Shift+F11",)),
    Action(ActionId.NOTE, lambda: _("Write a note"), Menu.CASE, ("F9",), icon="note"),
    Action(ActionId.PRIORITY, lambda: _("Change the priority"), Menu.CASE, icon="flag"),
    Action(ActionId.CALL_LANGUAGE, lambda: _("Language of the call"), Menu.CASE, icon="language"),
    Action(ActionId.TOLD, lambda: _("Write down what somebody was told"), Menu.CASE, ("Shift+F9",)),
    Action(ActionId.CASE_CONTRACT, lambda: _("Contract of this case"), Menu.CASE, ("Ctrl+R",)),
    Action(
        ActionId.CLOSE_CASE,
        lambda: _("Close the case"),
        Menu.CASE,
        ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
        icon="circle-check",
    ),
    Action(ActionId.SAVE_CURVE, lambda: _("Save the curve as a picture"), Menu.CASE, ("Ctrl+S",)),
    Action(ActionId.SEARCH, lambda: _("Search or command"), Menu.DESK, ("/", "Ctrl+K")),
    Action(ActionId.QUEUE_UP, lambda: _("Previous case in the queue"), Menu.QUEUE, ("Ctrl+Up",), icon="chevron-up"),
    Action(ActionId.QUEUE_DOWN, lambda: _("Next case in the queue"), Menu.QUEUE, ("Ctrl+Down",), icon="chevron-down"),
    Action(
        ActionId.OPEN_CASE,
        lambda: _("Open the selected case"),
        Menu.QUEUE,
        ("Return", "Enter"),
        Scope.QUEUE,
        "folder-open",
    ),
    Action(
        ActionId.OPEN_NEARBY,
        lambda: _("Open the other case of a pile-up"),
        Menu.QUEUE,
        ("Ctrl+J",),
        icon="folder-open",
    ),
    Action(ActionId.SAVE_TABLE, lambda: _("Save the table of the page"), Menu.PAGES, ("Ctrl+S",), Scope.PAGE),
    Action(ActionId.NEW_CASE, lambda: _("New case by phone"), Menu.QUEUE, ("F2",), icon="note"),
    Action(ActionId.CALLER, lambda: _("Somebody calls in"), Menu.QUEUE, ("F4",), icon="phone-check"),
    Action(ActionId.TAKE_CALLER, lambda: _("Put who calls now into the case"), Menu.QUEUE, ("Shift+F4",)),
    Action(ActionId.MISSED_CALL_DONE, lambda: _("The missed call is dealt with"), Menu.QUEUE, ("Ctrl+Shift+M",)),
    Action(ActionId.CONTRACTS, lambda: _("Contracts"), Menu.PAGES, ("Ctrl+Shift+C",)),
    Action(ActionId.OUTCOMES, lambda: _("Alarms by box: true or false"), Menu.PAGES, ("Ctrl+Shift+O",)),
    Action(ActionId.QUARANTINE, lambda: _("Messages kept aside"), Menu.PAGES, ("Ctrl+Shift+K",)),
    Action(ActionId.SHIFT, lambda: _("Hand over the shift"), Menu.PAGES, ("Ctrl+Shift+H",)),
    Action(ActionId.PROVIDERS, lambda: _("Partners"), Menu.PAGES, ("Ctrl+Shift+P",)),
    Action(ActionId.GATEWAYS, lambda: _("Gateways: phone, SMS, mail, partners"), Menu.PAGES, ("Ctrl+Shift+G",)),
    Action(ActionId.WORKPLACE, lambda: _("This workplace"), Menu.PAGES, ("Ctrl+Shift+W",)),
    Action(ActionId.ALERTS, lambda: _("Go to what needs attention"), Menu.DESK, ("F12",)),
    Action(ActionId.THEME, lambda: _("Light or dark"), Menu.DESK, ("Ctrl+Shift+D",), icon="moon"),
    Action(ActionId.LANGUAGE, lambda: _("Next language of the screen"), Menu.DESK, ("Ctrl+Shift+L",), icon="language"),
    Action(ActionId.SIGN_OUT, lambda: _("Sign out"), Menu.DESK, icon="logout"),
    Action(
        ActionId.QUIT,
        lambda: _("Quit (the service keeps listening)"),
        Menu.DESK,
        ("Ctrl+Q", "Alt+F4"),
        icon="door-exit",
    ),
    Action(ActionId.MENU, lambda: _("Menu"), Menu.HELP, ("F10",)),
    Action(ActionId.KEYS, lambda: _("Keys"), Menu.HELP, ("F1", "?"), icon="keyboard"),
)


class Actions:
    """Carries out the table. An action is possible once it has a handler, was not disabled and is not set aside."""

    def __init__(self, table: Iterable[Action] = ACTIONS) -> None:
        self._table = {action.action_id: action for action in table}
        self._handlers: dict[ActionId, Callable[[], None]] = {}
        self._disabled: set[ActionId] = set()
        self._aside: frozenset[Menu] = frozenset()
        self._observers: list[Callable[[ActionId], None]] = []

    @property
    def table(self) -> tuple[Action, ...]:
        """All actions, in the order of menus and overlay."""
        return tuple(self._table.values())

    def connect(self, action_id: ActionId, handler: Callable[[], None]) -> None:
        """Let this handler carry out the action from now on."""
        self._handlers[action_id] = handler
        self._tell(action_id)

    def set_enabled(self, action_id: ActionId, *, enabled: bool) -> None:
        """Say whether the action is possible now; an impossible one is greyed and its key does nothing."""
        if enabled is (action_id not in self._disabled):
            return
        if enabled:
            self._disabled.discard(action_id)
        else:
            self._disabled.add(action_id)
        self._tell(action_id)

    def is_enabled(self, action_id: ActionId) -> bool:
        """Whether ``trigger`` would act."""
        possible = action_id in self._handlers and action_id not in self._disabled
        return possible and self._table[action_id].menu not in self._aside

    def set_aside(self, *menus: Menu) -> None:
        """Let no action of these menus be possible until called again: nobody sees now what they would act on."""
        self._aside = frozenset(menus)
        for action_id in self._handlers:
            self._tell(action_id)

    def trigger(self, action_id: ActionId) -> bool:
        """Carry it out; return False, having done nothing, when it is not possible now."""
        if not self.is_enabled(action_id):
            return False
        self._handlers[action_id]()
        return True

    def observe(self, observer: Callable[[ActionId], None]) -> None:
        """Be told when an action becomes possible or impossible."""
        self._observers.append(observer)

    def _tell(self, action_id: ActionId) -> None:
        for observer in self._observers:
            observer(action_id)


class SteadyKey:
    """Guards the one big key: what it does must have stood for a moment, and a second press must not act again.

    An operator who presses Space for what is on the screen must not hit what appears under the finger a blink earlier.
    """

    def __init__(self, clock: Clock, *, steady_s: float = 0.5, repeat_s: float = 1.0) -> None:
        self._clock = clock
        self._steady = timedelta(seconds=steady_s)
        self._repeat = timedelta(seconds=repeat_s)
        self._changed_at: datetime | None = None
        self._pressed_at: datetime | None = None

    def changed(self) -> None:
        """What the key does has just changed."""
        self._changed_at = self._clock.now()

    def may_act(self) -> bool:
        """Say whether a press now acts, and count it as a press if it does."""
        now = self._clock.now()
        if self._changed_at is not None and now - self._changed_at < self._steady:
            return False
        if self._pressed_at is not None and now - self._pressed_at < self._repeat:
            return False
        self._pressed_at = now
        return True
