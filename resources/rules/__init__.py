"""The clauses of every edition as YAML; ``resources.editions`` reads them, ``app.rules`` gives them meaning."""
