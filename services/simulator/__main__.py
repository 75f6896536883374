"""Run simulated boxes from the command line: one scenario, one frame, or a whole training day.

``python -m services.simulator --port 5027 --imei 356093070000014 --scenario tour``
``python -m services.simulator --port 5027 --day --speed 4``

One JSON line for each box on stdout says what it lived through; exit code 1 when a box was refused or not answered.
"""

import argparse
import asyncio
import json
import os
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from app.domain.clock import Clock, SystemClock
from app.domain.ids import Imei
from services.simulator.box import BoxRefused, Firmware, NotAnswered, SimulatedBox
from services.simulator.pulse import read_csv
from services.simulator.scenario import CRASHES, SCENARIOS, Transmission, with_pulse
from services.simulator.training import TOUR_BOX, TRAINING_BOXES, TrainingBox


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; return the exit code."""
    options = _parser().parse_args(arguments)
    if options.with_parent:
        threading.Thread(target=_end_with_parent, name="parent-watch", daemon=True).start()
    try:
        return asyncio.run(_run(options, SystemClock()))
    except KeyboardInterrupt:
        return 0


def _end_with_parent() -> None:
    """End this process when the pipe on its standard input does, which is when whoever started it is gone."""
    while os.read(0, 1):
        continue
    os._exit(0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="services.simulator", description="Simulated boxes.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--imei", default=TOUR_BOX.imei)
    parser.add_argument("--scenario", choices=sorted(SCENARIOS), default=TOUR_BOX.scenario)
    parser.add_argument("--csv", type=Path, help="measured pulse instead of the scenario's (one-crash scenarios)")
    parser.add_argument("--rate-hz", type=float, default=TOUR_BOX.trace_rate_hz, help="of the box, for --csv")
    parser.add_argument("--full-scale-g", type=float, default=TOUR_BOX.full_scale_g, help="of the box, for --csv")
    parser.add_argument("--frame", type=Path, help="file of hexadecimal digits, sent as it is after the login")
    parser.add_argument("--day", action="store_true", help="the training day, every training box")
    parser.add_argument("--speed", type=float, default=1.0, help="times faster than real time")
    parser.add_argument("--with-parent", action="store_true", help="end when standard input ends")
    return parser


async def _run(options: argparse.Namespace, clock: Clock) -> int:
    if options.day:
        return await _day(options, clock)
    box = SimulatedBox(Imei(options.imei), options.host, options.port, Firmware(speed=options.speed))
    if options.frame is not None:
        return await _frame(box, options)
    if options.csv is None:
        scenario = SCENARIOS[options.scenario](clock.now())
    elif options.scenario in CRASHES:
        pulse = read_csv(options.csv).sample(options.rate_hz, options.full_scale_g)
        scenario = with_pulse(options.scenario, pulse, clock.now())
    else:
        _say(f"--csv needs a scenario of one crash: {', '.join(sorted(CRASHES))}")
        return 2
    return await _play(box, Imei(options.imei), scenario)


async def _play(box: SimulatedBox, imei: Imei, scenario: Sequence[Transmission]) -> int:
    try:
        report = await box.play(scenario)
    except (BoxRefused, NotAnswered, OSError) as fault:
        _say(f"{imei}: {fault}")
        return 1
    _tell({"imei": imei, **asdict(report)})
    return 0


async def _frame(box: SimulatedBox, options: argparse.Namespace) -> int:
    frame = bytes.fromhex("".join(options.frame.read_text(encoding="ascii").split()))
    try:
        answer = await box.send_raw(frame)
    except (BoxRefused, OSError) as fault:
        _say(f"{options.imei}: {fault}")
        return 1
    _tell({"imei": options.imei, "answer_hex": answer.hex()})
    return 0 if answer else 1


async def _day(options: argparse.Namespace, clock: Clock) -> int:
    results = await asyncio.gather(*(_one_of_the_day(box, options, clock) for box in TRAINING_BOXES))
    return max(results)


async def _one_of_the_day(trained: TrainingBox, options: argparse.Namespace, clock: Clock) -> int:
    await asyncio.sleep(trained.starts_after_s / options.speed)
    box = SimulatedBox(trained.imei, options.host, options.port, Firmware(speed=options.speed))
    return await _play(box, trained.imei, SCENARIOS[trained.scenario](clock.now()))


def _tell(fact: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(fact) + "\n")
    sys.stdout.flush()


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


if __name__ == "__main__":
    sys.exit(main())
