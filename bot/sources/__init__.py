"""One file per publisher: a declaration and a strict parser."""
