"""The outer world: the web and Slack."""
