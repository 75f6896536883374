"""All clauses of a case: the budget is 2 ms.

Timed in processor time: the rules wait for nothing, so what another program takes from the machine meanwhile is not
theirs. The empty form is told apart, because there every clause is open and names all it misses.
"""

import statistics
import time
from collections.abc import Callable
from functools import partial

from app.rules.answer import History, answer
from app.rules.assess import Assessment, assess
from app.rules.interview import next_questions
from tests.situations.library import editions, facts_of, read

ROUNDS = 40
CONDITIONS = "000058-1001202-20240301"


def run() -> list[tuple[str, float, str]]:
    """Time loading, assessing, asking and answering over the starting points of the situations."""
    began = time.process_time()
    editions()
    loading_ms = (time.process_time() - began) * 1000
    cases = [facts_of({"from": base}) for base in read("bases")["facts"]]
    assessing = _times([partial(_assess, facts) for facts in cases])
    answering = _times([partial(_answer, facts) for facts in cases])
    empty = _times([partial(assess, editions()[CONDITIONS], {})])
    return [
        ("load all editions", loading_ms, "ms"),
        ("assess all clauses, p50", statistics.median(assessing), "ms"),
        ("assess all clauses, p95", assessing[int(len(assessing) * 0.95)], "ms"),
        ("assess, ask and answer, p95", answering[int(len(answering) * 0.95)], "ms"),
        ("assess an empty form, p95", empty[int(len(empty) * 0.95)], "ms"),
    ]


def _times(works: list[Callable[[], object]]) -> list[float]:
    return sorted(_ms(work) for _ in range(ROUNDS) for work in works)


def _ms(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def _assess(facts: dict[str, object]) -> Assessment:
    return assess(editions()[str(facts["edition"])], facts)


def _answer(facts: dict[str, object]) -> object:
    assessment = _assess(facts)
    return next_questions([assessment]), answer([assessment], History(), "nl")
