"""Whoever waits for an event hears of it, in whatever thread it was committed."""

import asyncio
import threading

from services.detector.changes import Changes


async def test_a_commit_of_another_thread_wakes_everybody_who_waits() -> None:
    changes = Changes(3)
    waiting = [asyncio.create_task(changes.beyond(3)) for _ in range(5)]
    thread = threading.Thread(target=changes.tell, args=([4, 5],))
    thread.start()
    assert await asyncio.gather(*waiting) == [True] * 5
    assert changes.last == 5
    thread.join()


async def test_what_is_there_already_is_not_waited_for() -> None:
    assert await Changes(3).beyond(2)


async def test_an_older_number_is_no_news() -> None:
    changes = Changes(3)
    changes.tell([2])
    waiting = asyncio.create_task(changes.beyond(3))
    await asyncio.sleep(0)
    assert changes.last == 3
    assert not waiting.done()
    changes.end()
    assert not await waiting
    assert changes.is_over


def test_a_commit_after_the_loop_has_ended_is_no_fault() -> None:
    async def make() -> Changes:
        return Changes(0)

    asyncio.run(make()).tell([1])
