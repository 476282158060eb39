"""The demo: a Slack on this machine, the bot, and sample lists."""
