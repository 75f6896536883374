"""Repeated commands: what every ``ReplyLog`` promises, and what ``once`` makes of it."""

from dataclasses import replace

import pytest

from app.domain.errors import Conflict, Refusal
from app.usecases.replies import Reply, RequestKey, once, request_digest
from tests.support.builders import NOON
from tests.support.units import AnyUnit

REQUEST = RequestKey("key-1", "an", request_digest("POST", "/v1/cases/1/notes", b'{"text": "x"}'))


class _Counter:
    def __init__(self) -> None:
        self.acted = 0

    def act(self) -> Reply:
        self.acted += 1
        return Reply(201, b"\x00number %d" % self.acted)


def test_the_same_command_twice_acts_once_and_is_answered_alike(unit: AnyUnit) -> None:
    counter = _Counter()
    replies = [once(unit.replies, REQUEST, NOON, counter.act) for _ in range(3)]
    assert counter.acted == 1
    assert replies == [Reply(201, b"\x00number 1")] * 3


def test_a_key_stands_for_one_request_of_one_account(unit: AnyUnit) -> None:
    counter = _Counter()
    once(unit.replies, REQUEST, NOON, counter.act)
    once(unit.replies, replace(REQUEST, account="bea"), NOON, counter.act)
    once(unit.replies, replace(REQUEST, key="key-2"), NOON, counter.act)
    assert counter.acted == 3
    with pytest.raises(Conflict, match="idempotency_key_reused"):
        once(unit.replies, replace(REQUEST, digest="0" * 64), NOON, counter.act)
    assert counter.acted == 3


def test_a_refusal_is_not_kept(unit: AnyUnit) -> None:
    def refuse() -> Reply:
        raise Refusal("closed")

    with pytest.raises(Refusal):
        once(unit.replies, REQUEST, NOON, refuse)
    assert unit.replies.find(REQUEST) is None


def test_requests_that_differ_anywhere_have_other_digests() -> None:
    requests = [
        ("POST", "/a", b"b"),
        ("POST", "/ab", b""),
        ("POST", "/a", b"c"),
        ("PUT", "/a", b"b"),
        ("POST/", "a", b"b"),
    ]
    assert len({request_digest(*request) for request in requests}) == len(requests)
