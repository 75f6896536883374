"""The self-check: it passes here, it fails when something is not whole, and it never ends without an answer."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import main
from app.commands.self_check import children, wholeness
from app.commands.self_check import run as self_check
from app.commands.self_check.report import Impossible, Report, Wrong
from resources import catalogues
from tests.support.processes import ROOT

STEPS_OF_THIS_PROCESS = ("packages", "files", "translations", "rules", "geography", "database", "search", "tls")


def of_one(report: Report) -> dict[str, object]:
    said = report.as_json()["steps"]
    assert isinstance(said, list)
    [step] = said
    assert isinstance(step, dict)
    return step


def fails() -> dict[str, object]:
    raise Wrong("it is broken")


def breaks() -> dict[str, object]:
    raise RuntimeError("nobody thought of this")


def cannot() -> dict[str, object]:
    raise Impossible("there is no such thing here")


@pytest.mark.parametrize("name", STEPS_OF_THIS_PROCESS)
def test_this_checkout_passes(name: str) -> None:
    assert self_check.HERE[name]()


def test_it_answers_in_json_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--self-check", "--only", "packages", "search"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["ok"] is True
    assert report["frozen"] is False
    assert [(step["name"], step["ok"]) for step in report["steps"]] == [("packages", True), ("search", True)]


def test_a_step_left_out_is_said_to_be_left_out(tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    assert self_check.main(["--only", "search", "--without", "tour", "--to", str(answer)]) == 0
    told = {step["name"]: step["ok"] for step in json.loads(answer.read_text(encoding="utf-8"))["steps"]}
    assert told == {"search": True, "tour": None}


def test_a_changed_file_and_a_missing_one_are_named(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "resources", tmp_path / "resources", ignore=shutil.ignore_patterns("__pycache__"))
    assert wholeness.files(tmp_path)["sealed"] is None
    (tmp_path / "resources" / "leaflet" / "leaflet.css").write_text("body { display: none }")
    (tmp_path / "resources" / "icons" / "truck.svg").unlink()
    with pytest.raises(Wrong, match=r"2 files: truck\.svg, leaflet\.css"):
        wholeness.files(tmp_path)


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "resources", tmp_path / "resources", ignore=shutil.ignore_patterns("*.wav"))
    with pytest.raises(Wrong, match="resources/sounds"):
        wholeness.files(tmp_path)


def test_a_packaged_program_without_its_seal_is_not_whole(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "resources", tmp_path / "resources")
    with pytest.raises(Wrong, match=r"bijstand\.sha256 is missing"):
        wholeness.files(tmp_path, sealed=True)


def test_the_sentence_that_proves_the_catalogues_is_still_in_them() -> None:
    for language in ("nl", "fr", "de"):
        assert wholeness.SENTENCE in catalogues.source_path(language).read_text(encoding="utf-8")


def test_a_fault_is_told_and_the_next_step_still_runs() -> None:
    report = Report()
    report.run("service", breaks)
    report.run("search", lambda: {"found": 1})
    steps = report.as_json()["steps"]
    assert isinstance(steps, list)
    assert [step["ok"] for step in steps] == [False, True]
    assert steps[0]["because"] == "RuntimeError: nobody thought of this"
    assert report.failed() == ("service",)


def test_what_cannot_be_tried_is_no_fault() -> None:
    report = Report()
    report.run("webengine", cannot)
    assert of_one(report)["ok"] is None
    assert not report.failed()


@pytest.mark.parametrize(("step", "code"), [("files", 3), ("packages", 3), ("service", 1), ("tour", 1)])
def test_the_exit_code_says_what_failed(step: str, code: int) -> None:
    report = Report()
    report.run(step, fails)
    report.run("search", lambda: {})
    assert self_check.exit_code(report) == code


def test_a_child_that_dies_is_a_fault_with_its_last_words() -> None:
    dying = (sys.executable, "-c", "import sys; sys.exit('no plugin of that name')")
    with pytest.raises(Wrong, match=r"without an answer: exit code 1, 'no plugin of that name'"):
        children.step("qt", dying)


def test_qt_answers_from_a_child() -> None:
    command = [sys.executable, "-m", "app", "--self-check", "--only", "qt"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stdout
    [step] = json.loads(done.stdout)["steps"]
    assert step["words"] == ["nl", "fr", "de"]
    assert "svg" in step["plugins"]["imageformats"]


def test_a_wrong_step_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--self-check", "--only", "everything"])
    assert ended.value.code == 2
    assert "invalid choice" in capsys.readouterr().err
