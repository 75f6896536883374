"""The contract between desk and service: frozen models of requests, replies and events, and nothing else.

Both sides import it and neither adds to it in passing. ``API_VERSION`` in ``app.api.version`` changes when an older
desk could misread a newer service; the service refuses such a desk with a sentence instead of letting it guess.
"""
