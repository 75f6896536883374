"""Sockets for boxes: one module per transport, each around a sans-I/O link of ``services.uplink``."""
