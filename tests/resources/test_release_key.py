"""The key of the list of versions is there and whole, or not there."""

from pathlib import Path

import pytest

from resources.release_key import PATH, release_key


def test_none_lies_in_the_repository() -> None:
    assert not PATH.exists()
    assert release_key() is None


def test_a_key_is_read(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("ab" * 32 + "\n", encoding="ascii")
    assert release_key(tmp_path / "key") == b"\xab" * 32


@pytest.mark.parametrize("text", ["", "abcd", "x" * 64])
def test_half_a_key_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "key").write_text(text, encoding="ascii")
    with pytest.raises(ValueError):  # noqa: PT011 - of hexadecimal digits, or ours
        release_key(tmp_path / "key")
