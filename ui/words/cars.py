"""What drives a car, as people read it."""

from collections.abc import Callable, Mapping

from app.i18n import _

PROPULSIONS: Mapping[str, Callable[[], str]] = {
    "gasoline": lambda: _("petrol"),
    "diesel": lambda: _("diesel"),
    "cng": lambda: _("CNG gas"),
    "lpg": lambda: _("LPG gas"),
    "electric": lambda: _("ELECTRIC"),
    "hydrogen": lambda: _("HYDROGEN"),
    "hybrid": lambda: _("HYBRID"),
    "other": lambda: _("other propulsion"),
}
