"""Name forms: what is left of a printed name when script, spelling and legal form are set aside."""
