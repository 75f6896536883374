from services.simulator.scenario import SCENARIOS
from services.simulator.training import TRAINING_BOXES, check_digit


def test_a_known_imei_has_its_check_digit() -> None:
    assert check_digit("49015420323751") == "8"


def test_every_training_box_is_its_own_and_has_something_to_do() -> None:
    imeis = [box.imei for box in TRAINING_BOXES]

    assert len(set(imeis)) == len(imeis)
    assert all(len(imei) == 15 and check_digit(imei[:14]) == imei[14] for imei in imeis)
    assert {box.scenario for box in TRAINING_BOXES} == set(SCENARIOS)
