"""Look up a position: the one door to the geodata of the product."""

from app.geography.place import PlaceFacts


class Gazetteer:
    """Answers where a position is. Immutable once loaded; may be asked from any thread."""

    @classmethod
    def load(cls) -> "Gazetteer":
        """Read the shipped data."""
        raise NotImplementedError

    def place(self, latitude_deg: float, longitude_deg: float, accuracy_m: float | None = None) -> PlaceFacts:
        """Say what is known of a position.

        Args:
            latitude_deg: WGS 84.
            longitude_deg: WGS 84.
            accuracy_m: Radius the fix is good to; None = not said, and 50 m are then taken to be enough.

        Raises:
            ValueError: The coordinates are not numbers on the globe, or the accuracy is not one.
        """
        raise NotImplementedError
