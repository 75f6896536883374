"""A key belongs to one partner's host: typed once, replaced, forgotten, and never another's."""

import pytest

from app.domain.errors import Refusal
from app.usecases.partner_keys import HOST, joined, keys_of


def test_keys_are_typed_one_by_one_replaced_and_forgotten() -> None:
    first = joined(None, {}, {HOST: "A.example"}, "key-a")
    second = joined(first, {}, {HOST: "b.example"}, "key-b")
    assert keys_of(second, {}) == {"a.example": "key-a", "b.example": "key-b"}
    replaced = joined(second, {}, {HOST: "a.example"}, "new")
    assert keys_of(replaced, {}) == {"a.example": "new", "b.example": "key-b"}
    assert keys_of(joined(replaced, {}, {HOST: "b.example"}, None), {}) == {"a.example": "new"}
    assert joined(replaced, {}, {}, None) is None, "nothing typed changes nothing"


def test_the_one_key_of_an_earlier_version_goes_on_to_its_hosts() -> None:
    before = {HOST: "a.example, B.example"}
    both = {"a.example": "12345", "b.example": "12345"}
    assert keys_of("12345", before) == both
    kept = joined("12345", before, {}, None)
    assert keys_of(kept, {}) == both, "also when the hosts are no value of the gateway any more"


def test_the_host_of_an_earlier_version_that_nobody_typed_forgets_no_key() -> None:
    before = {HOST: "A.example"}
    kept = joined("12345", before, before, None)
    assert keys_of(kept, {}) == {"a.example": "12345"}
    both = {HOST: "a.example, b.example"}
    assert keys_of(joined("12345", both, both, None), {}) == {"a.example": "12345", "b.example": "12345"}
    assert keys_of(joined("12345", before, before, "new"), {}) == {"a.example": "new"}


def test_a_ring_that_was_emptied_is_no_key_at_all() -> None:
    only = joined(None, {}, {HOST: "a.example"}, "key-a")
    assert joined(only, {}, {HOST: "a.example"}, None) == ""


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("", "key"),
        ("https://a.example", "key"),
        ("a.example:8443", "key"),
        ("a.example, b.example", "key"),
        ("..", "key"),
        ("stranger.example", None),
    ],
)
def test_a_key_without_one_host_and_a_stranger_without_a_key_are_refused(host: str, key: str | None) -> None:
    with pytest.raises(Refusal):
        joined(None, {}, {HOST: host}, key)
