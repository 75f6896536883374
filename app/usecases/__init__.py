"""One module per verb: the command beside the handler that carries it out. No I/O, no clock of its own."""
