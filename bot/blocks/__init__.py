"""Facts to Block Kit, pure."""
