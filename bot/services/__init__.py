"""One use-case per function: gather, decide, record."""
