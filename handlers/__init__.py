"""What Slack sends in: acknowledge, read, one service, respond."""
