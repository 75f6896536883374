"""Slow work in pieces: begun in quiet moments, hurried by who needs it, done once."""

from functools import partial

from tests.support.backend import FakeScheduler
from ui.impact.loading import pieces
from ui.pieces import PAUSE_S, Pieces


def numbered(count: int) -> tuple[FakeScheduler, Pieces, list[int]]:
    scheduler, done = FakeScheduler(), list[int]()
    work = Pieces(scheduler, (partial(done.append, number) for number in range(count)))
    return scheduler, work, done


def test_nothing_is_done_before_it_is_begun() -> None:
    scheduler, _work, done = numbered(2)
    scheduler.advance(10)
    assert done == []


def test_one_piece_is_done_in_a_turn() -> None:
    scheduler, work, done = numbered(3)
    work.begin()
    work.begin()
    scheduler.advance(PAUSE_S)
    assert done == [0]
    scheduler.advance(PAUSE_S)
    assert done == [0, 1]


def test_it_pauses_and_goes_on_where_it_was() -> None:
    scheduler, work, done = numbered(3)
    work.begin()
    scheduler.advance(PAUSE_S)
    work.pause()
    scheduler.advance(10)
    assert done == [0]
    work.begin()
    scheduler.advance(10)
    assert done == [0, 1, 2]
    work.pause()


def test_nobody_who_waits_for_it_is_made_to_wait_by_a_pause() -> None:
    scheduler, work, done = numbered(2)
    work.when_done(lambda: done.append(99))
    work.pause()
    scheduler.advance(1)
    assert done == [0, 1, 99]


def test_who_needs_it_gets_it_without_pauses_and_after_the_last_piece() -> None:
    scheduler, work, done = numbered(3)
    work.begin()
    scheduler.advance(PAUSE_S)
    work.when_done(lambda: done.append(99))
    assert done == [0]
    scheduler.advance(0)
    assert done == [0, 1, 2, 99]
    scheduler.advance(10)
    work.when_done(lambda: done.append(100))
    assert done == [0, 1, 2, 99, 100], "at once when all is done"


def test_it_need_not_have_begun() -> None:
    scheduler, work, done = numbered(1)
    work.when_done(lambda: done.append(99))
    scheduler.advance(0)
    assert done == [0, 99]


def test_a_piece_that_fails_does_not_stop_the_others() -> None:
    scheduler, done = FakeScheduler(), list[str]()

    def fails() -> None:
        done.append("failed")
        raise ValueError

    work = Pieces(scheduler, (fails, lambda: done.append("second")))
    work.when_done(lambda: done.append("all"))
    while "all" not in done:
        try:
            scheduler.advance(0)
        except ValueError:
            continue
    assert done == ["failed", "second", "all"]


def test_what_curves_need_is_there_after_the_pieces() -> None:
    for piece in pieces():
        piece()
    import numpy
    import pyqtgraph

    assert numpy.__version__
    assert pyqtgraph.__version__
