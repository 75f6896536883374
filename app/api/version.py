"""Version of the contract, sent by the desk in ``X-Desk-Api`` and by the service in ``/v1/health``."""

API_VERSION = 1
API_HEADER = "X-Desk-Api"
IDEMPOTENCY_HEADER = "Idempotency-Key"
