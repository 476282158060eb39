"""Mentions: listed names found in the text of news, and only those that are worth a reader's trust."""
