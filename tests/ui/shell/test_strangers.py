"""A box that nobody put on record is an alert until somebody looked, and takes one place however many there are."""

from app.api.service import Health, StrangerInfo
from app.domain.ids import Imei
from tests.support.contract import NOW, a_health
from ui.actions import ActionId
from ui.shell.state import Alert, Level
from ui.shell.strangers import Strangers


def a_house(*imeis: str) -> Health:
    return a_health(strangers=tuple(StrangerInfo(imei=Imei(imei), seen_at=NOW) for imei in imeis))


def test_it_stands_until_somebody_looked() -> None:
    strangers, one = Strangers(), a_house("356307042441013")
    words = "Unknown box 356307042441013 was turned away"
    for _again in range(2):
        assert list(strangers.alerts(one)) == [Alert(Level.HIGH, words, ActionId.CONTRACTS)]
    strangers.look()
    assert list(strangers.alerts(one)) == [Alert(Level.NOTICE, words)]
    both = list(strangers.alerts(a_house("356307042441021", "356307042441013")))
    assert [alert.level for alert in both] == [Level.HIGH, Level.NOTICE], "another one is new"


def test_many_take_one_place() -> None:
    [alert] = Strangers().alerts(a_house("356307042441021", "356307042441013"))
    assert alert.text == "2 unknown boxes were turned away, the last one is 356307042441021"
