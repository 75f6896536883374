"""Steps run in order; one that fails or is forbidden does not stop the ones after it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.support.backend import FakeClock
from ui.tour.driver import Driver, Step


def step(name: str, *, acts: bool = True, happens: bool = True, picture: str = "") -> Step:
    return Step(name, lambda: acts, lambda: happens, picture, patience_s=0.05)


def driven(folder: Path, qtbot: QtBot, *steps: Step) -> Driver:
    window = QLabel("the desk")
    qtbot.addWidget(window)
    driver = Driver(folder, FakeClock())
    with qtbot.waitSignal(driver.finished):
        driver.start(iter(steps), window)
    return driver


def verdicts(driver: Driver) -> list[tuple[str, bool | None]]:
    return [(record.name, record.ok) for record in driver.timeline.steps]


def test_every_step_has_its_verdict(tmp_path: Path, qtbot: QtBot) -> None:
    driver = driven(tmp_path, qtbot, step("open"), step("tow", acts=False), step("call", happens=False), step("close"))
    assert verdicts(driver) == [("open", True), ("tow", None), ("call", False), ("close", True)]
    assert driver.timeline.has_failed


def test_what_the_rules_forbid_is_no_failure(tmp_path: Path, qtbot: QtBot) -> None:
    assert not driven(tmp_path, qtbot, step("tow", acts=False)).timeline.has_failed


def test_pictures_are_taken_of_the_window_and_listed(tmp_path: Path, qtbot: QtBot) -> None:
    driver = driven(tmp_path, qtbot, step("open", picture="01.png"), step("call", acts=False, picture="02.png"))
    assert driver.timeline.screenshots == ["01.png", "02.png"]
    assert all(not QImage(str(tmp_path / name)).isNull() for name in driver.timeline.screenshots)


def test_a_later_step_sees_what_an_earlier_one_did(tmp_path: Path, qtbot: QtBot) -> None:
    done: list[str] = []

    def doing(name: str) -> Callable[[], bool]:
        def act() -> bool:
            done.append(name)
            return True

        return act

    first = Step("first", doing("first"), lambda: done == ["first"])
    second = Step("second", doing("second"), lambda: done == ["first", "second"])
    assert verdicts(driven(tmp_path, qtbot, first, second)) == [("first", True), ("second", True)]


def test_giving_up_names_the_step_it_was_in(tmp_path: Path, qtbot: QtBot) -> None:
    window = QLabel()
    qtbot.addWidget(window)
    driver = Driver(tmp_path, FakeClock())
    driver.start(iter([Step("call", lambda: True, lambda: False, patience_s=60)]), window)
    assert driver.give_up() == "call"
    assert driver.give_up() == ""
