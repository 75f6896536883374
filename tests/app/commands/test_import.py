"""``python -m app import`` against a running service: what is put in place, what is refused, and what is said."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.commands import import_, user
from tests.support.detector import Detector, a_detector
from tests.support.import_files import ROW, lines

PASSWORD = "first password"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Detector]:
    """A service with an admin and an auditor."""
    folder = tmp_path_factory.mktemp("import") / "data"
    with a_detector(folder, ()) as detector:
        made = ["add", "an", "--name", "An", "--roles", "admin", "--data", str(folder)]
        assert user.main(made, answering(PASSWORD)) == 0
        yield detector


def answering(*words: str) -> Callable[[str], str]:
    """Somebody who types these, one after the other."""
    waiting = list(words)
    return lambda _prompt: waiting.pop(0)


def run(service: Detector, file: Path, *arguments: str) -> int:
    given = [str(file), *arguments, "--as", "an", "--data", str(service.folder)]
    return import_.main(given, answering(PASSWORD))


def test_a_dry_run_changes_nothing_a_real_one_does_and_the_next_finds_it(
    service: Detector, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "contracts.csv"
    file.write_bytes(lines(ROW))
    capsys.readouterr()
    assert run(service, file, "--dry-run") == 0
    said = capsys.readouterr()
    assert (json.loads(said.out)["stage"], json.loads(said.out)["added"]) == ("checked", 1)
    assert "nothing was changed" in said.err
    assert run(service, file) == 0
    assert json.loads(capsys.readouterr().out)["added"] == 1
    assert run(service, file) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["unchanged"] == 1
    assert "0 added, 0 changed" in said.err


def test_a_faulty_file_says_where_and_what_to_do(
    service: Detector, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "contracts.csv"
    file.write_bytes(lines("58-9;An Janssens;0470 1;;;;"))
    capsys.readouterr()
    assert run(service, file) == 1
    said = capsys.readouterr()
    (fault,) = json.loads(said.out)["faults"]
    assert (fault["line"], fault["column"], fault["shown"], fault["code"]) == (
        2,
        "subscriber_phone",
        "0470 1",
        "no_phone",
    )
    assert "line 2" in said.err
    assert "0470 12 34 56" in said.err
    assert "Nothing was changed" in said.err


def test_a_file_that_is_not_there_is_said(
    service: Detector, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(service, tmp_path / "none.csv") == 1
    assert "cannot be read" in capsys.readouterr().err


def test_a_file_of_two_gigabytes_is_refused_and_not_sent(
    service: Detector, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "large.csv"
    with file.open("wb") as large:
        large.truncate(2 * 1024**3)  # of holes: it takes no room on the disk
    assert run(service, file) == 1
    assert "512 MB" in capsys.readouterr().err


def test_templates_are_written_without_a_service(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_.main(["--template", str(tmp_path / "templates")]) == 0
    assert len(json.loads(capsys.readouterr().out)["written"]) == 3
    written = (tmp_path / "templates" / "contracts.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbfpolicy_number;")
    assert "| `imei` |" in (tmp_path / "templates" / "boxes.md").read_text(encoding="utf-8")
    assert "| `hours` |" in (tmp_path / "templates" / "providers.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("kind", "files"), [("providers", ["providers"]), ("boxes", ["boxes"])])
def test_the_template_of_one_kind_is_written_alone(tmp_path: Path, kind: str, files: list[str]) -> None:
    assert import_.main(["--kind", kind, "--template", str(tmp_path)]) == 0
    assert sorted(path.stem for path in tmp_path.glob("*.csv")) == files
    assert sorted(path.stem for path in tmp_path.glob("*.md")) == files


def test_wrong_use_is_exit_code_2(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        import_.main([str(tmp_path), "--kind", "people", "--as", "an"])


def test_a_list_of_partners_is_checked_and_put_in_place_whole(
    service: Detector, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "partners.csv"
    file.write_text("name;kinds;hours\nDépannage;tow;always\nTaxi;boat;\n", encoding="cp1252")
    capsys.readouterr()
    assert run(service, file, "--kind", "providers") == 1
    assert "line 3, Services “boat”: One of these words is not known. (tow; taxi;" in capsys.readouterr().err
    file.write_text("name;kinds;hours\nDépannage;tow;always\n", encoding="cp1252")
    assert run(service, file, "--kind", "providers", "--dry-run") == 0
    assert json.loads(capsys.readouterr().out)["is_done"] is False
    assert run(service, file, "--kind", "providers") == 0
    assert json.loads(capsys.readouterr().out)["added"] == 1
    assert run(service, file, "--kind", "providers") == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] == 1
    assert run(service, tmp_path / "none.csv", "--kind", "providers") == 1
