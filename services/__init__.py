"""The processes beside the desk: box listeners, detection, outbox, simulator."""
