"""Messages kept aside: listed with why, seen on demand, read again, released with a reason, never by themselves."""

from datetime import timedelta

import pytest

from app.api.senders import FrameInfo, QuarantinedInfo, ReleaseFrame, UplinkInfo
from app.domain.account import Role
from app.domain.ids import Imei, UplinkId
from app.domain.uplink import UplinkSource, UplinkState
from services.uplink.errors import UplinkErrorCode
from tests.support.backend import FakeBackend, FakeClock
from tests.support.contract import NOW, a_tick, me
from tests.support.saving import Said
from ui.quarantine.presenter import QuarantinePresenter
from ui.quarantine.state import FrameDetail, QuarantineState
from ui.quarantine.words import FAULTS, SOURCES, fault_words, hex_lines


def a_frame(number: int = 7, reason: str = "bad_record", **changes: object) -> QuarantinedInfo:
    """A message of a Teltonika box that waits since an hour and a half."""
    frame = QuarantinedInfo(
        uplink_id=UplinkId(number),
        imei=Imei("356307042441013"),
        source=UplinkSource.TELTONIKA_TCP,
        received_at=NOW - timedelta(minutes=90),
        reason=reason,
        bytes=412,
    )
    return frame.model_copy(update=changes)


class Page:
    """The page with everything around it; a view too."""

    def __init__(self, role: Role = Role.SUPERVISOR) -> None:
        self.backend, self.said = FakeBackend(), Said()
        self.states: list[QuarantineState] = []
        self.shown = True
        self.presenter = QuarantinePresenter(self, me(roles=(role,)), self.backend, FakeClock(), self.said)

    def show_state(self, state: QuarantineState) -> None:
        self.states.append(state)

    def is_shown(self) -> bool:
        return self.shown

    def open(self, *frames: QuarantinedInfo) -> "Page":
        self.presenter.opened()
        self.backend.last.done(frames)
        return self

    @property
    def state(self) -> QuarantineState:
        return self.states[-1]

    @property
    def detail(self) -> FrameDetail:
        assert self.state.detail is not None
        return self.state.detail


def test_the_list_says_age_box_format_and_why() -> None:
    page = Page()
    page.presenter.opened()
    assert page.state.words == "The list is being read …"
    page.backend.last.done((a_frame(), a_frame(8, "processing failed: KeyError", source=UplinkSource.S2_FEED)))
    first, second = page.state.lines
    assert (first.age, first.box, first.source) == ("1 h 30 min", "356307042441013", "Teltonika, TCP")
    assert (first.fault, first.size) == ("a record in it cannot be read", "412")
    assert (second.source, second.fault) == (
        "S2, data provider",
        "it was read, but handling it failed: a fault of this program",
    )
    assert page.state.chosen == 0
    assert page.detail.title == "Message 7 of box 356307042441013"


def test_every_fault_and_every_source_has_its_words() -> None:
    assert set(FAULTS) == {code.value for code in UplinkErrorCode}
    assert set(SOURCES) == set(UplinkSource)
    assert len({words() for words in FAULTS.values()}) == len(FAULTS)
    assert fault_words("new_code") == "new_code", "a newer service may know more"


def test_an_empty_list_says_what_it_is_for() -> None:
    page = Page().open()
    assert page.state.lines == ()
    assert "is kept safe and waits here" in page.state.words
    assert page.state.detail is None


def test_the_bytes_are_asked_for_by_a_person_and_shown_as_lines() -> None:
    page = Page().open(a_frame(), a_frame(8))
    assert page.detail.bytes == ""
    page.presenter.see()
    assert (page.backend.last.what, page.backend.last.about) == ("view_frame", "7")
    page.backend.last.done(FrameInfo(uplink_id=UplinkId(7), hex="5332ff" + "00" * 14))
    first, second = page.detail.bytes.splitlines()
    assert first == "000000  53 32 ff 00 00 00 00 00 00 00 00 00 00 00 00 00  S2·" + "·" * 13
    assert second.startswith("000010  00 ")
    assert page.detail.see is None
    page.presenter.choose(1)
    assert page.detail.bytes == "", "another message, other bytes"


def test_bytes_that_came_for_another_message_are_not_shown() -> None:
    page = Page().open(a_frame(), a_frame(8))
    page.presenter.see()
    late = page.backend.last
    page.presenter.choose(1)
    late.done(FrameInfo(uplink_id=UplinkId(7), hex="00"))
    assert page.detail.bytes == ""
    assert hex_lines("") == ""


def test_what_today_can_be_read_leaves_the_list_and_that_is_said() -> None:
    page = Page().open(a_frame(), a_frame(8))
    page.presenter.decode()
    assert page.detail.decode.why_not == "The service is at it."
    page.presenter.decode()
    assert page.backend.names().count("decode_again") == 1
    page.backend.last.done(UplinkInfo(uplink_id=UplinkId(7), state=UplinkState.PROCESSED))
    assert page.said.told == ["Message 7 was read and is handled."]
    page.backend.last.done((a_frame(8),))
    assert [line.box for line in page.state.lines] == ["356307042441013"]
    assert page.detail.title.startswith("Message 8")


def test_what_still_cannot_be_read_stays_and_that_is_said() -> None:
    page = Page().open(a_frame())
    page.presenter.decode()
    page.backend.last.done(UplinkInfo(uplink_id=UplinkId(7), state=UplinkState.QUARANTINED))
    assert page.detail.said == "This version cannot read it either. It stays here."
    assert len(page.state.lines) == 1


def test_a_release_needs_a_reason_which_belongs_to_its_message() -> None:
    page = Page().open(a_frame(), a_frame(8))
    assert page.detail.release.why_not == "Type first why nothing is to be made of it."
    page.presenter.type_reason("  no ")
    page.presenter.release()
    assert "release_frame" not in page.backend.names()
    page.presenter.type_reason(" Test of the maker. ")
    page.presenter.choose(1)
    assert not page.detail.release.is_possible, "a reason is for one message"
    page.presenter.type_reason("Test of the maker.")
    page.presenter.release()
    assert page.backend.last.command == ReleaseFrame(reason="Test of the maker.")
    page.backend.last.done(UplinkInfo(uplink_id=UplinkId(8), state=UplinkState.RELEASED))
    assert page.said.told == ["Message 8 was released. Its bytes and your reason are kept."]


@pytest.mark.parametrize(
    ("role", "see", "decode", "release"),
    [
        (Role.SUPERVISOR, True, True, True),
        (Role.ADMIN, False, True, False),
        (Role.AUDITOR, False, False, False),
    ],
)
def test_each_role_may_what_the_service_lets_it(role: Role, *, see: bool, decode: bool, release: bool) -> None:
    page = Page(role).open(a_frame())
    page.presenter.type_reason("Test of the maker.")
    assert page.detail.see is not None
    offers = (page.detail.see, page.detail.decode, page.detail.release)
    assert tuple(offer.is_possible for offer in offers) == (see, decode, release)
    for act in (page.presenter.see, page.presenter.decode, page.presenter.release):
        before = len(page.backend.asked)
        act()
        if len(page.backend.asked) > before:
            page.backend.last.unavailable()
    acted = [name for name in page.backend.names() if name != "quarantine"]
    assert len(acted) == sum((see, decode, release))


def test_what_somebody_else_dealt_with_is_said_and_read_again() -> None:
    page = Page().open(a_frame())
    page.presenter.decode()
    page.backend.last.refused("not_quarantined")
    assert page.detail.said
    assert page.backend.last.what == "quarantine"
    page.backend.last.done(())
    assert page.state.detail is None


def test_the_list_follows_the_count_while_somebody_looks() -> None:
    page = Page().open(a_frame())
    page.presenter.on_tick(a_tick(quarantined=1))
    assert page.backend.names() == ["quarantine"]
    page.presenter.on_tick(a_tick(quarantined=2))
    page.presenter.on_tick(a_tick(quarantined=2))
    assert page.backend.names() == ["quarantine"] * 2, "asked once, until it is answered"
    page.backend.last.done((a_frame(), a_frame(8)))
    page.shown = False
    page.presenter.on_tick(a_tick(quarantined=5))
    assert page.backend.names() == ["quarantine"] * 2


def test_what_cannot_be_read_now_is_said_and_can_be_tried_again() -> None:
    page = Page()
    page.presenter.opened()
    page.backend.last.unavailable()
    assert page.state.words.startswith("The list could not be read: ")
    assert page.state.retry is not None
    page.open(a_frame())
    assert page.state.retry is None


def test_more_than_the_service_sends_at_once_are_read_once_and_said() -> None:
    page = Page().open(a_frame(), a_frame(8))
    for _ in range(3):
        page.presenter.on_tick(a_tick(quarantined=5))
        page.backend.last.done((a_frame(), a_frame(8)))
    assert page.backend.names().count("quarantine") == 2
    assert "2 of 5 are shown" in page.state.words
    page.presenter.on_tick(a_tick(quarantined=4))
    page.backend.last.done((a_frame(8), a_frame(9)))
    assert [line.box for line in page.state.lines] == ["356307042441013"] * 2
    assert page.backend.names().count("quarantine") == 3


def test_a_list_that_could_not_be_read_is_read_at_the_next_tick() -> None:
    page = Page().open(a_frame())
    page.presenter.on_tick(a_tick(quarantined=2))
    page.backend.last.unavailable()
    page.presenter.on_tick(a_tick(quarantined=2))
    page.backend.last.done((a_frame(), a_frame(8)))
    assert len(page.state.lines) == 2
