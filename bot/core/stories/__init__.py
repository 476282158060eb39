"""Stories: items that tell of one happening share a story; nothing that a number tells apart ever does."""
