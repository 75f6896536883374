"""What is typed stays until it is stored, a secret is never shown, and how a gateway is comes live."""

import pytest

from app.api.gateways import GatewayInfo, GatewayTrialInfo, SetGateway, TryGateway
from app.domain.account import Role
from app.domain.gateway import Channel, FieldKind, GatewayCondition, TrialVerdict
from tests.support.backend import FakeBackend, FakeClock, FakeScheduler
from tests.support.contract import NOW, a_tick, me
from tests.support.gateway_screen import a_channel, a_gateway, gateways_info
from ui.gateways.presenter import GatewaysPresenter
from ui.gateways.state import FormState, GatewaysState

SMS_ROW = 1
OK, DOWN = GatewayCondition.OK, GatewayCondition.DOWN


class Page:
    """The page with everything around it; a view too."""

    def __init__(self, *roles: Role) -> None:
        self.backend, self.clock = FakeBackend(), FakeClock()
        self.scheduler = FakeScheduler(self.clock)
        self.states: list[GatewaysState] = []
        person = me(roles=roles or (Role.ADMIN,))
        self.presenter = GatewaysPresenter(self, person, self.backend, self.clock, self.scheduler)

    def show_state(self, state: GatewaysState) -> None:
        self.states.append(state)

    def open(self, *channels: GatewayInfo) -> None:
        self.presenter.opened()
        self.backend.last.done(gateways_info(*channels))

    @property
    def state(self) -> GatewaysState:
        return self.states[-1]

    @property
    def form(self) -> FormState:
        assert self.state.form is not None
        return self.state.form

    def field(self, key: str) -> tuple[str, str, str]:
        found = next(one for one in self.form.fields if one.key == key)
        return found.value, found.hint, found.fault


def sms(condition: GatewayCondition = OK, **changes: object) -> GatewayInfo:
    return a_channel(a_gateway(Channel.SMS, condition, **changes))


@pytest.fixture
def page() -> Page:
    page = Page()
    page.open(sms())
    page.presenter.choose(SMS_ROW)
    return page


def test_it_says_that_it_reads_and_then_how_every_channel_is() -> None:
    page = Page()
    page.presenter.opened()
    assert page.state.words == "The gateways are being read …"
    page.backend.last.done(gateways_info(sms(DOWN, message="bind refused", backlog=4, backlog_since=NOW)))
    rows = [line.cells() for line in page.state.channels]
    assert [row[0] for row in rows] == ["Phone", "SMS", "E-mail", "Partners"]
    assert rows[0][1:4] == ("by hand", "by hand", "")
    assert rows[1][1:3] == ("SMS centre (SMPP 3.4)", "▲ down")
    assert rows[1][4].startswith("4 SMS wait for the gateway since ")
    assert rows[1][5] == "a fault that is not known here (bind refused)"


def test_what_goes_out_by_itself_is_one_list(page: Page) -> None:
    lines = [line.cells() for line in page.state.automatic]
    assert lines[0] == ("Tow truck at once, above", "4.0 g", "on", "clause S2.ECALL.tow")
    assert lines[1] == ("An SMS may still be stopped for", "10 s", "off", "sms_stop_s in settings.toml")
    assert lines[2][2:] == ("off", "this page: E-mail")


def test_a_kept_secret_is_not_shown_and_stays_when_nothing_is_typed(page: Page) -> None:
    assert page.field("password") == ("", "kept, not shown", "")
    page.presenter.type_value("host", "other.test")
    page.presenter.save()
    command = page.backend.last.command
    assert isinstance(command, SetGateway)
    assert page.backend.last.about == Channel.SMS
    assert (command.adapter, command.values["host"], command.secret) == ("smpp", "other.test", None)
    assert "password" not in command.values


def test_a_typed_secret_leaves_once_and_is_shown_no_more(page: Page) -> None:
    page.presenter.type_value("password", "s3cret")
    page.presenter.save()
    command = page.backend.last.command
    assert isinstance(command, SetGateway)
    assert command.secret is not None
    assert command.secret.get_secret_value() == "s3cret"
    assert "s3cret" not in repr(command)
    page.backend.last.done(sms())
    assert page.field("password") == ("", "kept, not shown", "")
    assert page.form.words == "Stored; it acts from now on."


def test_another_adapter_has_its_own_fields_and_by_hand_has_none(page: Page) -> None:
    page.presenter.choose_adapter("http")
    assert [one.key for one in page.form.fields] == ["url"]
    page.presenter.choose_adapter("smpp")
    assert page.field("host")[0] == "smsc.test"
    page.presenter.choose_adapter("")
    assert page.form.fields == ()
    page.presenter.save()
    assert page.backend.last.what == "clear_gateway"


def test_what_is_refused_is_marked_and_what_was_typed_stays(page: Page) -> None:
    page.presenter.type_value("port", "no port")
    page.presenter.save()
    page.backend.last.refused("invalid", fields="port, host")
    assert page.form.is_trouble
    assert page.form.words == "Not stored. Look at the marked fields."
    assert page.field("port") == ("no port", "if empty: 2775", "Look at this again.")
    page.presenter.type_value("host", " ")
    page.presenter.save()
    page.backend.last.refused("invalid", fields="host")
    assert page.field("host")[2] == "This must be filled in."
    page.presenter.type_value("port", "2776")
    page.presenter.refresh()
    assert page.field("port")[2] == ""
    assert page.field("host")[2] != ""


def test_an_outage_is_said_and_nothing_typed_is_lost(page: Page) -> None:
    page.presenter.type_value("host", "other.test")
    page.presenter.save()
    page.backend.last.unavailable()
    assert page.form.is_trouble
    assert page.field("host")[0] == "other.test"


def test_how_a_gateway_is_comes_with_every_tick_and_changes_no_field(page: Page) -> None:
    page.presenter.type_value("host", "half-typed")
    gateways = tuple(a_gateway(one, DOWN if one is Channel.SMS else GatewayCondition.BY_HAND) for one in Channel)
    page.presenter.on_tick(a_tick(gateways=gateways))
    assert page.state.channels[SMS_ROW].condition == "▲ down"
    assert page.field("host")[0] == "half-typed"
    asked = len(page.backend.asked)
    page.presenter.on_tick(a_tick(gateways=tuple(a_gateway(one) for one in Channel)))
    assert page.backend.names()[asked:] == ["gateways"]  # an admin elsewhere set the channel by hand


@pytest.mark.parametrize(
    ("verdict", "message", "words", "is_trouble"),
    [
        (TrialVerdict.ACCEPTED, "id 7", "accepted by the gateway (id 7)", False),
        (TrialVerdict.REFUSED, "0x0b", "refused by the gateway (a fault that is not known here (0x0b))", True),
        (TrialVerdict.NO_ANSWER, "", "no answer in 10 s", True),
        (TrialVerdict.NOT_RUNNING, "", "not tested, the gateway does not run", True),
    ],
)
def test_a_test_is_followed_until_its_honest_end(
    page: Page, verdict: TrialVerdict, message: str, words: str, is_trouble: bool
) -> None:
    page.presenter.type_target("+32470123456")
    page.presenter.try_it()
    assert page.backend.last.command == TryGateway(target="+32470123456")
    running = GatewayTrialInfo(trial_id="t", verdict=TrialVerdict.RUNNING, at=NOW)
    page.backend.last.done(sms().model_copy(update={"trial": running}))
    assert page.form.trial_words == "Test under way …"
    assert page.form.trial is not None
    assert not page.form.trial.is_possible
    asked = len(page.backend.asked)
    page.scheduler.advance(1.0)
    assert page.backend.names()[asked:] == ["gateways"]
    ended = running.model_copy(update={"verdict": verdict, "message": message})
    page.backend.last.done(gateways_info(sms().model_copy(update={"trial": ended})))
    assert page.form.trial_words.endswith(words)
    assert page.form.is_trial_trouble is is_trouble
    page.scheduler.advance(3.0)
    assert page.backend.names()[asked:] == ["gateways"]
    assert page.form.target == "+32470123456"


def test_who_may_not_set_sees_how_it_is_and_no_form() -> None:
    page = Page(Role.OPERATOR)
    page.open(sms(DOWN))
    assert page.state.form is None
    assert page.state.words == "Only an administrator sets gateways and tests them."
    page.presenter.save()
    page.presenter.try_it()
    assert page.backend.names() == ["gateways"]


def test_what_could_not_be_read_says_why_and_offers_to_read_again() -> None:
    page = Page()
    page.presenter.opened()
    page.backend.last.unavailable()
    assert page.state.words.startswith("The gateways could not be read: ")
    assert page.state.retry is not None


def test_every_kind_of_field_and_a_required_one_is_told(page: Page) -> None:
    by_key = {one.key: one for one in page.form.fields}
    assert by_key["host"].label == "Host *"
    assert by_key["password"].kind is FieldKind.SECRET
    assert by_key["encryption"].choices == (("none", "none"), ("tls", "TLS"))
