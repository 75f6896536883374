"""What the service answers over HTTP: one module of routes per area, the mapping to ``app.api`` beside it.

A route decides nothing. It says who may ask (``access``), hands the command to its use case as one job of the store
(``commands``) and shows what came of it. Everything a request must be before that is in ``guards``.
"""
