"""Whoever orders a truck while nobody knows where the car is does so knowingly."""

import pytest

from app.api.cases import CaseDetail, ReportInfo
from app.domain.phone_case import Incident
from tests.support.cases import my_case
from tests.ui.orders.test_presenter import Orders


def phone_case(whereabouts: str) -> CaseDetail:
    report = ReportInfo(incident=Incident.DEFECT, whereabouts=whereabouts, country_code="")
    return my_case(place=None, report=report)


@pytest.mark.parametrize(
    ("detail", "warning"),
    [
        (my_case(), ""),
        (my_case(place=None), "Place unknown: the box has sent no position"),
        (phone_case(""), "Place not said yet: ask"),
        (phone_case("3000"), "Place not said yet: ask"),
        (phone_case("E40, km 22"), ""),
    ],
)
def test_an_order_to_a_place_that_nobody_knows_says_so_before_enter(detail: CaseDetail, warning: str) -> None:
    orders = Orders(detail)
    orders.presenter.ask_order()
    assert orders.asker.asked is not None
    assert orders.asker.asked.warning == warning
