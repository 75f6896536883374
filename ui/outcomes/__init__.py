"""What the alarms of each kind of box turned out to be, and the cases behind each figure."""
