"""It sounds while anybody waits, softly during a call, and falls silent at the claim."""

import pytest

from app.domain.account import Role
from app.domain.ids import CaseId
from tests.support.backend import FakeClock, FakeScheduler
from tests.support.contract import NOW, a_claim, a_row, a_snapshot, an_event, me
from ui.alarm import AlarmPresenter, Sound

OTHER = CaseId("c2")


class Bell:
    def __init__(self) -> None:
        self.played: list[Sound] = []
        self.attention = 0

    def play(self, sound: Sound) -> None:
        self.played.append(sound)

    def call_attention(self) -> None:
        self.attention += 1


class Desk:
    def __init__(self, *roles: Role) -> None:
        self.bell, self.scheduler = Bell(), FakeScheduler(FakeClock(NOW))
        self.alarm = AlarmPresenter(me(roles=roles), self.bell, self.scheduler.clock, self.scheduler)


@pytest.fixture
def desk() -> Desk:
    return Desk(Role.OPERATOR)


def test_repeats_every_two_seconds_until_claimed(desk: Desk) -> None:
    desk.alarm.on_snapshot(a_snapshot())
    desk.alarm.on_change(an_event(1, rings=True))
    assert desk.bell.played == [Sound.NEW_CASE]
    assert desk.bell.attention == 1
    desk.scheduler.advance(8)
    assert desk.bell.played == [Sound.NEW_CASE] * 5
    desk.alarm.on_change(an_event(2, a_row(version=2, claim=a_claim())))
    desk.bell.played.clear()
    desk.scheduler.advance(20)
    assert desk.bell.played == []


def test_sounds_at_once_for_what_waits_at_the_start(desk: Desk) -> None:
    desk.alarm.on_snapshot(a_snapshot(a_row()))
    assert desk.bell.played == [Sound.NEW_CASE]


def test_one_soft_tone_in_ten_seconds_while_on_a_call(desk: Desk) -> None:
    on_call = a_row(claim=a_claim(), is_on_call=True)
    desk.alarm.on_snapshot(a_snapshot(on_call))
    desk.alarm.on_change(an_event(1, a_row(case_id=OTHER), rings=True))
    desk.scheduler.advance(25)
    assert desk.bell.played == [Sound.SOFT] * 3


def test_a_call_at_another_desk_does_not_soften_this_one(desk: Desk) -> None:
    elsewhere = a_row(claim=a_claim(desk="desk-2"), is_on_call=True)
    desk.alarm.on_snapshot(a_snapshot(elsewhere, a_row(case_id=OTHER)))
    assert desk.bell.played == [Sound.NEW_CASE]


def test_a_second_impact_of_a_claimed_case_sounds_three_times(desk: Desk) -> None:
    desk.alarm.on_snapshot(a_snapshot(a_row(claim=a_claim())))
    desk.alarm.on_change(an_event(1, a_row(version=2, impacts=2, claim=a_claim()), rings=True))
    desk.scheduler.advance(30)
    assert desk.bell.played == [Sound.NEW_CASE] * 3


def test_the_supervisor_has_a_sound_of_their_own_after_thirty_seconds() -> None:
    desk = Desk(Role.SUPERVISOR)
    desk.alarm.on_snapshot(a_snapshot(a_row()))
    desk.scheduler.advance(28)
    assert set(desk.bell.played) == {Sound.NEW_CASE}
    desk.scheduler.advance(4)
    assert desk.bell.played[-1] is Sound.SUPERVISOR


def test_the_desk_of_an_administrator_stays_silent() -> None:
    desk = Desk(Role.ADMIN)
    desk.alarm.on_snapshot(a_snapshot(a_row()))
    desk.alarm.on_change(an_event(1, a_row(version=2), rings=True))
    desk.scheduler.advance(40)
    assert desk.bell.played == []
    assert desk.bell.attention == 0
