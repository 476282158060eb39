"""Sanctions Desk: what it knows, decides, shows and runs."""
