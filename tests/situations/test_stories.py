"""Whole calls: what is granted is a closed set, what may be chosen is complete, what is open says exactly why."""

from typing import Any

import pytest

from app.rules.answer import History, answer
from app.rules.assess import assess
from tests.situations.library import edition_of, facts_of, read

STORIES = [*read("stories")["stories"], *read("stories-more")["stories"]]


def shown(story: dict[str, Any]) -> dict[str, Any]:
    facts = facts_of(story)
    return answer([assess(edition_of(facts), facts)], History(), "nl")


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["title"])
def test_the_whole_answer(story: dict[str, Any]) -> None:
    told = shown(story)
    choices = {choice["group"]: [option["clause"] for option in choice["options"]] for choice in told["choices"]}
    assert sorted(one["clause"] for one in told["granted"]) == sorted(story["granted"])
    assert choices == story.get("choices", {})
    assert {one["clause"]: sorted(one["missing"]) for one in told["undetermined"]} == {
        clause: sorted(missing) for clause, missing in story.get("open", {}).items()
    }


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["title"])
def test_the_reasons_and_sources(story: dict[str, Any]) -> None:
    told = shown(story)
    refused = {one["clause"]: one["reasons"] for one in told["refused"]}
    for clause, code in story.get("refused", {}).items():
        assert code in refused[clause]
    assert set(story.get("cites", ())) <= set(told["cites"])
    if "ask" in story:
        assert told["next_questions"][0] == story["ask"]
    together = {choice["group"]: choice["together"]["clauses"] for choice in told["choices"] if "together" in choice}
    assert together == story.get("together", {})


@pytest.mark.parametrize("story", [story for story in STORIES if "limits" in story], ids=lambda story: story["title"])
def test_the_limits(story: dict[str, Any]) -> None:
    told = shown(story)
    options = [option for choice in told["choices"] for option in choice["options"]]
    limits = {one["clause"]: one["limit"] for one in (*told["granted"], *options)}
    for clause, wanted in story["limits"].items():
        assert {key: limits[clause].get(key) for key in wanted} == wanted
