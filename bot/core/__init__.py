"""Pure types and decisions."""
