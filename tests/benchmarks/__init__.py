"""The promises of the product in figures, measured on the machine at hand; no test fails on a time."""
