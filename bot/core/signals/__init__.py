"""Signals: what an item of news or an official notice claims about sanctions, read by rules and a small model."""
