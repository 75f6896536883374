"""The newest version of a row wins, whatever the order of events."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.case import CaseState
from app.domain.ids import CaseId
from tests.support.contract import a_claim, a_row, a_snapshot, an_event
from ui.rows import Rows


@given(st.lists(st.integers(min_value=1, max_value=9), min_size=1))
def test_the_newest_version_stands(versions: list[int]) -> None:
    rows = Rows()
    news = [rows.apply(an_event(1, a_row(version=version))) for version in versions]
    assert [row.version for row in rows.open_rows()] == [max(versions)]
    assert news.count(True) == len(set(_records(versions)))


def _records(versions: list[int]) -> list[int]:
    return [version for place, version in enumerate(versions) if version > max([0, *versions[:place]])]


def test_an_event_without_a_row_is_no_news() -> None:
    assert not Rows().apply(an_event(1).model_copy(update={"row": None}))


def test_waiting_is_open_and_unclaimed() -> None:
    rows = Rows()
    rows.replace(
        a_snapshot(
            a_row(case_id=CaseId("waiting")),
            a_row(case_id=CaseId("claimed"), claim=a_claim()),
            a_row(case_id=CaseId("closed"), state=CaseState.CLOSED),
        )
    )
    assert [row.case_id for row in rows.waiting()] == ["waiting"]


def test_a_claim_that_became_stale_is_news_without_a_new_version() -> None:
    rows = Rows()
    assert rows.apply(an_event(1, a_row(version=4, claim=a_claim())))
    assert rows.apply(an_event(2, a_row(version=4, claim=a_claim(is_stale=True))))
    assert not rows.apply(an_event(2, a_row(version=4, claim=a_claim(is_stale=True))))
    assert [row.claim for row in rows.open_rows()] == [a_claim(is_stale=True)]
