"""Adapters of telephone exchanges, behind the port ``Telephony`` of ``app.usecases``."""
