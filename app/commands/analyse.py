"""``python -m app analyse``: what a box of a given rate and range would make of a recorded pulse.

For engineers and for other programs; needs no service and no database. It goes the way of a live E-call
(``services.detection`` measures, the clauses decide), so that a recorded crash or a recorded drive can be held against
the product. A fact that was not given on the command line is not known, and a crash is then "suspected". Exit code 0:
one JSON object on standard output; 1: the file cannot be analysed, standard error says why; 2: wrong use.
"""

import argparse
import json
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.domain.ecall import PulseMeasurement
    from app.domain.verdict import Verdict
    from services.detection.recording import Recording

EDITION: Final = "S2-FAQ"

_BELGIUM: Final = "BE"
_ANSWERS: Final = {"yes": True, "no": False}

Shown = str | float | bool | Sequence[str] | Sequence[Mapping[str, str]] | None


def main(arguments: list[str]) -> int:
    """Analyse one file; return the exit code."""
    options = _parser().parse_args(arguments)
    from services.detection.recording import RecordingError, read_recording

    try:
        with options.file.open(encoding="utf-8-sig", newline="") as lines:
            recording = read_recording(lines)
    except (OSError, UnicodeDecodeError, RecordingError) as fault:
        sys.stderr.write(f"{options.file}: {fault}\n")
        return 1
    sys.stdout.write(json.dumps(_analyse(recording, options)) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app analyse", description="Measure a recorded pulse as a box would.")
    parser.add_argument(
        "file", type=Path, metavar="FILE.csv", help="t_s, then ax_g, ay_g, az_g (x forward, y right, z down)"
    )
    parser.add_argument("--rate-hz", type=_positive, required=True, metavar="R", help="samples a second of the box")
    parser.add_argument("--full-scale-g", type=_positive, required=True, metavar="G", help="range of its sensor")
    parser.add_argument("--standstill", choices=tuple(_ANSWERS), help="whether the car stood still after it; not known")
    parser.add_argument("--place", metavar="BE", help="country, ISO 3166-1 alpha-2; !BE = not Belgium; not known")
    parser.add_argument("--calibrated", action="store_true", help="the box knows its axes")
    return parser


def _positive(text: str) -> float:
    value = float(text)
    if not (math.isfinite(value) and value > 0):
        raise argparse.ArgumentTypeError(f"{text} is not above zero")
    return value


def _analyse(recording: "Recording", options: argparse.Namespace) -> Mapping[str, Shown]:
    from app.rules.clauses import load_edition
    from resources.editions import read_edition
    from services.detection.box_view import half_minute, seen_by_box
    from services.detection.pulse import measure_trace
    from services.detection.thresholds import Thresholds
    from services.detection.verdict import Findings, attested_peak, judge

    edition = load_edition(read_edition(EDITION))
    thresholds = Thresholds.from_edition(edition)
    trace, view_notes = seen_by_box(
        recording, rate_hz=options.rate_hz, full_scale_g=options.full_scale_g, calibrated=options.calibrated
    )
    measurement = measure_trace(half_minute(trace), thresholds)
    peak_g, is_bound = attested_peak(measurement)
    in_belgium = None if options.place is None else options.place.upper() == _BELGIUM
    verdict = judge(Findings(peak_g, is_bound, _ANSWERS.get(options.standstill), in_belgium), edition)
    return _shown(measurement, verdict, [*measurement.notes, *view_notes])


def _shown(measurement: "PulseMeasurement", verdict: "Verdict", notes: Sequence[str]) -> Mapping[str, Shown]:
    return {
        "peak_g": measurement.peak_g,
        "filter": measurement.filter_class,
        "delta_v_kmh": _rounded(measurement.delta_v_kmh, 1),
        "at_least": measurement.at_least,
        "duration_ms": _rounded(measurement.duration_ms, 1),
        "pdof_deg": _rounded(measurement.pdof_deg, 1),
        "asi": _rounded(measurement.asi, 2),
        "impacts": len(measurement.impacts),
        "saturated": measurement.saturated,
        "verdict": verdict.kind.value,
        "reasons": [
            {"code": reason.code.value, "clause": reason.clause, "figure": reason.figure, "threshold": reason.threshold}
            for reason in verdict.reasons
        ],
        "notes": [str(note) for note in notes],
    }


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)
