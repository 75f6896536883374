"""``python -m app rules cards``: a page for every clause, an index, one PDF."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.commands.rules import main
from tests.situations.library import editions

ROOT = Path(__file__).parents[3]
S2 = editions()["S2-FAQ"]


def test_pages_and_a_pdf_are_written(tmp_path: Path) -> None:
    """In a process of its own: the PDF is drawn by Qt, which the runs of everything below the desk go without."""
    command = [sys.executable, "-m", "app", "rules", "cards", str(tmp_path), "--edition", "S2-FAQ"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    folder = tmp_path / "S2-FAQ"
    assert {path.stem for path in folder.glob("*.html")} == {*S2.clauses, "index"}
    assert (folder / "cards.pdf").read_bytes().startswith(b"%PDF-")
    page = (folder / "S2.ECALL.tow.html").read_text(encoding="utf-8")
    assert "Bij een impact van meer dan 4g" in page
    assert "meer dan 4 g" in page


def test_every_edition_is_written_in_the_language_asked_for(tmp_path: Path) -> None:
    assert main(["cards", str(tmp_path), "--language", "fr", "--no-pdf"]) == 0
    assert {path.name for path in tmp_path.iterdir()} == set(editions())
    page = (tmp_path / "000058-1001202-20240301" / "P2.C2.A1.1.b.html").read_text(encoding="utf-8")
    assert "lang='fr'" in page
    assert "Remorquage vers un garage agréé" in page


def test_a_folder_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["cards", str(tmp_path / "file"), "--no-pdf"]) == 1
    assert str(tmp_path / "file") in capsys.readouterr().err


def test_an_edition_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cards", str(tmp_path), "--edition", "000059"]) == 1
    assert "no edition '000059'" in capsys.readouterr().err


def test_damaged_readings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = tmp_path / "insurer.yaml"
    settings.write_text("readings: {S2-FAQ: {A22: other}}\n", encoding="utf-8")
    assert main(["cards", str(tmp_path), "--insurer", str(settings)]) == 3
    assert "no reading" in capsys.readouterr().err


def test_wrong_use_exits_2() -> None:
    with pytest.raises(SystemExit) as wrong:
        main([])
    assert wrong.value.code == 2
