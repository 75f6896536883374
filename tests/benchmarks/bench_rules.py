"""All clauses of a case: the budget is 2 ms."""

import json
import statistics
import time
from pathlib import Path

from app.rules.answer import History, answer
from app.rules.assess import assess
from app.rules.clauses import Edition, load_edition
from app.rules.interview import next_questions
from resources.editions import edition_names, read_edition

ROUNDS = 40
SCENARIOS = Path(__file__).parents[3] / "shared" / "data" / "scenarios.json"
BUILT_IN = Path(__file__).parents[1] / "app" / "rules" / "cases.json"


def run() -> list[tuple[str, float, str]]:
    """Time loading, assessing, asking and answering over the worked scenarios, or over our own without them."""
    began = time.perf_counter()
    editions = {name: load_edition(read_edition(name)) for name in edition_names()}
    loading_ms = (time.perf_counter() - began) * 1000
    cases = _cases()
    assessing = sorted(_assess_ms(editions, facts) for _ in range(ROUNDS) for facts in cases)
    asking = sorted(_whole_ms(editions, facts) for _ in range(ROUNDS) for facts in cases)
    return [
        ("load all editions", loading_ms, "ms"),
        ("assess all clauses, p50", statistics.median(assessing), "ms"),
        ("assess all clauses, p95", assessing[int(len(assessing) * 0.95)], "ms"),
        ("assess, ask and answer, p50", statistics.median(asking), "ms"),
        ("assess, ask and answer, p95", asking[int(len(asking) * 0.95)], "ms"),
    ]


def _cases() -> list[dict[str, object]]:
    if SCENARIOS.is_file():
        return [one["facts"] for one in json.loads(SCENARIOS.read_text(encoding="utf-8"))["scenarios"]]
    return [dict(facts) for facts in json.loads(BUILT_IN.read_text(encoding="utf-8"))]


def _assess_ms(editions: dict[str, Edition], facts: dict[str, object]) -> float:
    began = time.perf_counter()
    assess(editions[str(facts["edition"])], facts)
    return (time.perf_counter() - began) * 1000


def _whole_ms(editions: dict[str, Edition], facts: dict[str, object]) -> float:
    began = time.perf_counter()
    assessment = assess(editions[str(facts["edition"])], facts)
    next_questions([assessment])
    answer([assessment], History(), "nl")
    return (time.perf_counter() - began) * 1000
