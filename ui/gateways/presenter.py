"""Between the gateways of the service and the page: what is typed stays until stored, how a gateway is comes live.

The secret is never shown: an empty field keeps the one that is there. "By hand" stands among the adapters, because it
is the first choice and no fault.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from pydantic import SecretStr

from app.api.gateways import GatewayAdapterInfo, GatewayFieldInfo, GatewayInfo, GatewaysInfo, SetGateway, TryGateway
from app.api.queue import QueueSnapshot
from app.api.service import EventInfo, RefusalInfo, Tick
from app.domain.clock import Clock
from app.domain.gateway import Channel, FieldKind, TrialVerdict
from app.i18n import _
from ui.errors import refusal_sentence, unavailable_sentence
from ui.gateways.state import ChannelLine, FieldState, FormState, GatewaysState
from ui.gateways.words import (
    CHANNELS,
    TARGETS,
    adapter_name,
    adapter_words,
    automatic_line,
    choice_words,
    condition_words,
    field_label,
    message_words,
    trial_words,
)
from ui.offer import Offer
from ui.ports import GatewayService, LinkState, Reply, Scheduler, Unavailable
from ui.session import Me
from ui.words.channels import backlog_text, refusal_text
from ui.words.times import since_text

READ_AGAIN_S: Final = 1.0
"""While a test is under way."""

_TROUBLES: Final = (TrialVerdict.REFUSED, TrialVerdict.NO_ANSWER, TrialVerdict.NOT_RUNNING)


class GatewaysView(Protocol):
    """The page."""

    def show_state(self, state: GatewaysState) -> None:
        """Paint it."""


@dataclass
class _Typing:
    """What a person has typed of one channel and not stored yet."""

    adapter: str
    values: dict[str, str] = field(default_factory=dict)
    target: str = ""
    wrong: frozenset[str] = frozenset()
    said: Callable[[], str] = str
    is_trouble: bool = False


class GatewaysPresenter:
    """The page of gateways. A ``FeedListener``."""

    def __init__(self, view: GatewaysView, me: Me, service: GatewayService, clock: Clock, scheduler: Scheduler) -> None:
        self._view = view
        self._me = me
        self._service = service
        self._clock = clock
        self._info: GatewaysInfo | None = None
        self._trouble: Callable[[], str] | None = None
        self._chosen = Channel.PHONE
        self._typing: dict[Channel, _Typing] = {}
        scheduler.every(READ_AGAIN_S, self._follow_trial)

    def opened(self) -> None:
        """A person came: read anew; what was shown stays until it is there, what was typed stays as well."""
        self._trouble = None
        self._service.gateways(Reply(self._on_read, self._on_refused, self._on_unavailable))
        self.refresh()

    def choose(self, row: int) -> None:
        """A person wants to see another channel."""
        self._chosen = tuple(Channel)[row]
        self.refresh()

    def choose_adapter(self, name: str) -> None:
        """A person wants another adapter; what was set for the one before is not its own."""
        typing = self._typed()
        if typing is not None and typing.adapter != name:
            typing.adapter, typing.wrong, typing.said = name, frozenset(), str
            channel = self._channel()
            typing.values = dict(channel.values) if name == channel.health.adapter else {}
            self.refresh()

    def type_value(self, key: str, text: str) -> None:
        """A person typed into a field."""
        typing = self._typed()
        if typing is not None:
            typing.values[key] = text
            typing.wrong -= {key}

    def type_target(self, text: str) -> None:
        """A person typed where the test goes."""
        typing = self._typed()
        if typing is not None:
            typing.target = text

    def save(self) -> None:
        """Store what was typed; it acts at once."""
        typing = self._typed()
        if typing is None:
            return
        reply = self._reply(lambda: _("Stored; it acts from now on."))
        if not typing.adapter:
            self._service.clear_gateway(self._chosen, reply)
            return
        fields = self._fields(typing.adapter)
        secrets = [typing.values.get(one.key, "") for one in fields if one.kind is FieldKind.SECRET]
        typed = {one.key: typing.values.get(one.key, "") for one in fields if one.kind is not FieldKind.SECRET}
        secret = next((SecretStr(text) for text in secrets if text), None)
        command = SetGateway(adapter=typing.adapter, values=typed, secret=secret)
        self._service.set_gateway(self._chosen, command, reply)

    def try_it(self) -> None:
        """Test the channel."""
        typing = self._typed()
        if typing is not None:
            command = TryGateway(target=typing.target)
            self._service.try_gateway(self._chosen, command, self._reply(str, stored=False))

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Nothing here is of a case."""

    def on_change(self, event: EventInfo) -> None:
        """Nothing here is of a case; what was set elsewhere comes with the next tick."""

    def on_link(self, link: LinkState) -> None:
        """The strip says it."""

    def on_tick(self, tick: Tick) -> None:
        """Know how every gateway is."""
        if self._info is None or not tick.health.gateways:
            return
        now_is = {one.channel: one for one in tick.health.gateways}
        adapters = {one.health.channel: one.health.adapter for one in self._info.channels}
        if any(now_is[channel].adapter != adapter for channel, adapter in adapters.items()):
            self.opened()  # somebody set something else
            return
        channels = tuple(one.model_copy(update={"health": now_is[one.health.channel]}) for one in self._info.channels)
        self._info = self._info.model_copy(update={"channels": channels})
        self.refresh()

    def refresh(self) -> None:
        """Paint what is known now; also after a change of language."""
        channels = () if self._info is None else self._info.channels
        automatic = () if self._info is None else self._info.automatic
        self._view.show_state(
            GatewaysState(
                channels=tuple(map(self._line, channels)),
                chosen=tuple(Channel).index(self._chosen),
                form=self._form() if channels and self._me.sets_gateways else None,
                automatic=tuple(map(automatic_line, automatic)),
                words=self._words(),
                retry=None if self._trouble is None else Offer(_("Read again")),
            )
        )

    def _words(self) -> str:
        if self._trouble is not None:
            return _("The gateways could not be read: {why}").format(why=self._trouble())
        if self._info is None:
            return _("The gateways are being read …")
        return "" if self._me.sets_gateways else _("Only an administrator sets gateways and tests them.")

    def _line(self, channel: GatewayInfo) -> ChannelLine:
        health, now = channel.health, self._clock.now()
        return ChannelLine(
            name=CHANNELS[health.channel](),
            by=adapter_words(health),
            condition=condition_words(health),
            since=since_text(health.since, now) if health.is_automatic else "",
            waiting=backlog_text(health, now),
            said=refusal_text(health, now) or message_words(health),
        )

    def _channel(self) -> GatewayInfo:
        """Return the chosen channel; there is one whenever something is typed."""
        channels = () if self._info is None else self._info.channels
        return next(one for one in channels if one.health.channel is self._chosen)

    def _typed(self) -> _Typing | None:
        """Return what was typed of the chosen channel: at first what is set."""
        if self._info is None or not self._me.sets_gateways:
            return None
        channel = self._channel()
        return self._typing.setdefault(self._chosen, _Typing(channel.health.adapter, dict(channel.values)))

    def _adapter(self, name: str) -> GatewayAdapterInfo | None:
        return next((one for one in self._channel().adapters if one.name == name), None)

    def _fields(self, name: str) -> tuple[GatewayFieldInfo, ...]:
        adapter = self._adapter(name)
        return () if adapter is None else adapter.fields

    def _form(self) -> FormState | None:
        typing = self._typed()
        if typing is None:
            return None
        channel, name = self._channel(), CHANNELS[self._chosen]()
        adapters = tuple((one.name, adapter_name(one.name)) for one in channel.adapters)
        trial = channel.trial
        is_running = trial is not None and trial.verdict is TrialVerdict.RUNNING
        return FormState(
            title=_("{channel}: by what it leaves").format(channel=name),
            adapters=(("", _("by hand")), *adapters),
            adapter=typing.adapter,
            fields=tuple(self._field(one, typing) for one in self._fields(typing.adapter)),
            words=typing.said() or self._set_by(channel),
            is_trouble=typing.is_trouble and bool(typing.said()),
            save=Offer(_("Store")),
            target_label=TARGETS[self._chosen](),
            target=typing.target,
            trial=Offer(_("Test"), _("A test is under way.") if is_running else "") if channel.health.adapter else None,
            trial_words=trial_words(trial),
            is_trial_trouble=trial is not None and trial.verdict in _TROUBLES,
        )

    def _set_by(self, channel: GatewayInfo) -> str:
        if channel.changed_at is None:
            return _("Nothing is set: people do it.") if not self._typed_something() else ""
        time = since_text(channel.changed_at, self._clock.now())
        return _("Set by {name}, {time}").format(name=channel.changed_by or _("the service"), time=time)

    def _typed_something(self) -> bool:
        typing = self._typing.get(self._chosen)
        return typing is not None and bool(typing.adapter)

    def _field(self, one: GatewayFieldInfo, typing: _Typing) -> FieldState:
        channel = self._channel()
        hint = _("if empty: {value}").format(value=choice_words(one.default)) if one.default else ""
        if one.kind is FieldKind.SECRET and channel.has_secret and typing.adapter == channel.health.adapter:
            names = ", ".join(channel.secret_names)
            hint = _("kept for {hosts}").format(hosts=names) if names else _("kept, not shown")
        value = typing.values.get(one.key, "")
        fault = _("Look at this again.") if value.strip() else _("This must be filled in.")
        label = field_label(one.key)
        return FieldState(
            key=one.key,
            label=f"{label} *" if one.is_required else label,
            value=value,
            hint=hint,
            kind=one.kind,
            choices=tuple((choice, choice_words(choice)) for choice in one.choices),
            fault=fault if one.key in typing.wrong else "",
        )

    def _follow_trial(self) -> None:
        """Ask how a test goes on, once a second while one is under way."""
        channels = () if self._info is None else self._info.channels
        if any(one.trial is not None and one.trial.verdict is TrialVerdict.RUNNING for one in channels):
            self._service.gateways(Reply(self._on_read, self._on_refused, self._on_unavailable))

    def _reply(self, said: Callable[[], str], *, stored: bool = True) -> Reply[GatewayInfo]:
        channel, typing = self._chosen, self._typed()

        def done(info: GatewayInfo) -> None:
            self._put(channel, info)
            if stored:
                self._typing[channel] = _Typing(
                    info.health.adapter, dict(info.values), typing.target if typing else "", said=said
                )
            self.refresh()

        def refused(refusal: RefusalInfo) -> None:
            wrong = (
                frozenset(refusal.detail.get("fields", "").split(", ")) if refusal.code == "invalid" else frozenset()
            )
            words = (lambda: _("Not stored. Look at the marked fields.")) if wrong else None
            self._fail(channel, words or (lambda: refusal_sentence(refusal)), wrong)

        return Reply(done, refused, lambda trouble: self._fail(channel, lambda: unavailable_sentence(trouble)))

    def _fail(self, channel: Channel, said: Callable[[], str], wrong: frozenset[str] = frozenset()) -> None:
        typing = self._typing.get(channel)
        if typing is not None:
            typing.said, typing.is_trouble, typing.wrong = said, True, wrong
        self.refresh()

    def _put(self, channel: Channel, info: GatewayInfo) -> None:
        if self._info is not None:
            channels = tuple(info if one.health.channel is channel else one for one in self._info.channels)
            self._info = self._info.model_copy(update={"channels": channels})

    def _on_read(self, info: GatewaysInfo) -> None:
        self._info, self._trouble = info, None
        self.refresh()

    def _on_refused(self, refusal: RefusalInfo) -> None:
        self._trouble = lambda: refusal_sentence(refusal)
        self.refresh()

    def _on_unavailable(self, trouble: Unavailable) -> None:
        self._trouble = lambda: unavailable_sentence(trouble)
        self.refresh()
