"""The shipped geodata is whole, credited and small; a damaged file is named."""

import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from resources import geodata

FILES = sorted(geodata.FOLDER.glob("*.gz"))
LARGEST_BYTES = 15_000_000


def test_every_file_is_what_was_built() -> None:
    sums = {
        name: digest
        for digest, name in (line.split() for line in (geodata.FOLDER / "SHA256SUMS").read_text().splitlines())
    }

    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FILES} == sums


def test_all_of_it_is_small() -> None:
    assert sum(path.stat().st_size for path in FILES) < LARGEST_BYTES


def test_every_file_is_credited() -> None:
    text = geodata.credits_text()

    assert [path.name for path in FILES if path.name not in text] == []
    for owner in ("National Geographic Institute", "OpenStreetMap contributors", "Statbel", "GeoNames"):
        assert owner in text


@pytest.mark.parametrize("name", ["belgium", "cantons", "countries"])
def test_shapes_are_on_the_globe(name: str) -> None:
    shapes = geodata.read_shapes(name)

    assert len(shapes.owners) == len(shapes.ring_offsets) - 1
    assert shapes.ring_offsets[-1] == len(shapes.point_offsets) - 1
    assert shapes.point_offsets[-1] == len(shapes.points)
    assert np.abs(shapes.points).max(axis=0).tolist() <= [180.0, 90.0]
    assert max(shapes.owners) == len(shapes.codes) - 1


@pytest.mark.parametrize("name", ["places-belgian", "places-foreign"])
def test_places_stand_from_south_to_north(name: str) -> None:
    places = geodata.read_places(name)

    assert len(places.names) == len(places.points)
    assert (np.diff(places.points[:, 1]) >= 0).all()


def test_a_file_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geodata, "FOLDER", tmp_path)

    with pytest.raises(FileNotFoundError, match=r"belgium\.gz"):
        geodata.read_shapes("belgium")


BELGIUM = gzip.decompress((geodata.FOLDER / "belgium.gz").read_bytes())

DAMAGED = {
    "empty": b"",
    "no gzip": b"no gzip at all",
    "no json": gzip.compress(b"no json\n"),
    "cut off": gzip.compress(BELGIUM)[:-100],
    "a byte short": gzip.compress(BELGIUM[:-1]),
    "a byte long": gzip.compress(BELGIUM + b"!"),
    "no columns": gzip.compress(b'{"columns": []}\n'),
    "a list": gzip.compress(b"[]\n"),
}


@pytest.mark.parametrize("read", [geodata.read_shapes, geodata.read_places])
@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[str], object], damage: str
) -> None:
    (tmp_path / "torn.gz").write_bytes(DAMAGED[damage])
    monkeypatch.setattr(geodata, "FOLDER", tmp_path)

    with pytest.raises(geodata.GeodataError, match=r"torn\.gz"):
        read("torn")


def test_a_damaged_table_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "torn.gz").write_bytes(DAMAGED["no json"])
    monkeypatch.setattr(geodata, "FOLDER", tmp_path)

    with pytest.raises(geodata.GeodataError, match=r"torn\.gz"):
        geodata.read_table("torn")
