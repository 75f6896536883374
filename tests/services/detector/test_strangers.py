"""Strangers are shown, told once, and never fill anything."""

from datetime import timedelta

from app.domain.ids import Imei
from services.detector.strangers import MOST_SHOWN, MOST_TOLD, Strangers
from tests.support.builders import NOON

HOUR = timedelta(hours=1)


def imei(number: int) -> Imei:
    return Imei(f"{number:015d}")


def test_each_is_told_once_until_the_time_is_over() -> None:
    strangers = Strangers(HOUR)
    assert strangers.note(imei(1), NOON)
    assert not strangers.note(imei(1), NOON + HOUR / 2)
    assert strangers.note(imei(2), NOON + HOUR / 2)
    assert strangers.note(imei(1), NOON + HOUR)


def test_the_newest_is_shown_first_and_at_its_last_attempt() -> None:
    strangers = Strangers(HOUR)
    for number, minutes in ((1, 0), (2, 1), (1, 2)):
        strangers.note(imei(number), NOON + timedelta(minutes=minutes))
    assert [(one.imei, one.seen_at) for one in strangers.shown] == [
        (imei(1), NOON + timedelta(minutes=2)),
        (imei(2), NOON + timedelta(minutes=1)),
    ]


def test_somebody_who_makes_imeis_up_fills_nothing() -> None:
    strangers = Strangers(HOUR)
    told = [strangers.note(imei(number), NOON) for number in range(10_000)]
    assert told.count(True) == MOST_TOLD
    assert len(strangers.shown) == MOST_SHOWN
    assert strangers.shown[0].imei == imei(9_999)
    assert strangers.note(imei(10_000), NOON + HOUR)


def test_a_registered_one_is_shown_no_more() -> None:
    strangers = Strangers(HOUR)
    strangers.note(imei(1), NOON)
    strangers.forget(imei(1))
    strangers.forget(imei(2))
    assert strangers.shown == ()
