"""A file is whole or not there, and the person is told which, in words."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.saving import SavingDesk
from ui.saving import Draft, FileKind


def draft(content: bytes = b"picture") -> Draft:
    def make(kind: FileKind, ready: Callable[[bytes], None]) -> None:
        ready(content + kind.encode())

    return Draft("2031-000042-impact-1", (FileKind.PNG, FileKind.SVG), make)


def test_the_file_is_made_for_the_place_and_kind_that_was_chosen_and_that_is_said(tmp_path: Path) -> None:
    desk = SavingDesk()
    desk.saving.save(draft())
    assert desk.places.asked[0].name == "2031-000042-impact-1"
    assert list(tmp_path.iterdir()) == []
    desk.places.choose(tmp_path / "x.svg", FileKind.SVG)
    assert (tmp_path / "x.svg").read_bytes() == b"picturesvg"
    assert [path.name for path in tmp_path.iterdir()] == ["x.svg"], "nothing half done stays behind"
    assert desk.said.told == [f"Saved as {tmp_path / 'x.svg'}"]
    assert desk.said.warned == []


def test_an_older_file_of_that_name_is_replaced_whole(tmp_path: Path) -> None:
    desk = SavingDesk()
    (tmp_path / "x.png").write_bytes(b"a longer older picture")
    desk.saving.save(draft(b"new"))
    desk.places.choose(tmp_path / "x.png", FileKind.PNG)
    assert (tmp_path / "x.png").read_bytes() == b"newpng"


def test_a_folder_that_is_gone_is_said_with_the_place_and_what_to_do(tmp_path: Path) -> None:
    desk = SavingDesk()
    desk.saving.save(draft())
    place = tmp_path / "gone" / "x.png"
    desk.places.choose(place, FileKind.PNG)
    assert desk.said.warned == [f"Not saved as {place}: the folder is not there. Choose another place."]
    assert desk.said.told == []


def test_what_cannot_be_moved_into_place_leaves_nothing_behind(tmp_path: Path) -> None:
    desk = SavingDesk()
    (tmp_path / "x.png").mkdir()
    desk.saving.save(draft())
    desk.places.choose(tmp_path / "x.png", FileKind.PNG)
    assert "a folder has that name" in desk.said.warned[0]
    assert [path.name for path in tmp_path.iterdir()] == ["x.png"]


class FullDisk(type(Path())):  # type: ignore[misc]  # the path of this system, known only when it runs
    """A place on a disk that takes nothing."""

    def with_name(self, name: str) -> "FullDisk":
        return FullDisk(super().with_name(name))

    def write_bytes(self, data: object) -> int:
        del data
        raise OSError(self.fault, "as the system says it")

    fault = errno.ENOSPC


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "you may not write there"),
        (errno.EIO, "as the system says it"),
    ],
)
def test_why_it_failed_is_said_in_words(tmp_path: Path, fault: int, words: str) -> None:
    FullDisk.fault = fault
    desk = SavingDesk()
    desk.saving.save(draft())
    desk.places.choose(FullDisk(tmp_path / "x.png"), FileKind.PNG)
    assert words in desk.said.warned[0]
    assert list(tmp_path.iterdir()) == []
