"""Ids: every action, block and callback that a listener answers to, and only those that some card shows."""

from __future__ import annotations

from typing import Final

SHARE: Final = "answer.share"
WHY: Final = "answer.why"
NOTE: Final = "answer.note"
WATCH: Final = "answer.watch"
NONE_OF_THESE: Final = "answer.none"
PICK: Final = "answer.pick"
"""Prefix: the buttons of a choice are `answer.pick:1` to `answer.pick:8` (see `pick`)."""

MORE: Final = "answer.more"
ASSESS: Final = "answer.assess"
HIDDEN: Final = "answer.hidden"

DECIDE_MODAL: Final = "decide.modal"
DECIDE_PARTY_BLOCK: Final = "decide.party"
DECIDE_PARTY: Final = "decide.party.choice"
DECIDE_VERDICT_BLOCK: Final = "decide.verdict"
DECIDE_VERDICT: Final = "decide.verdict.choice"
DECIDE_REASON_BLOCK: Final = "decide.reason"
DECIDE_REASON: Final = "decide.reason.input"
DECIDE_UNTIL_BLOCK: Final = "decide.until"
DECIDE_UNTIL: Final = "decide.until.input"
DECIDE_VISIBILITY_BLOCK: Final = "decide.visibility"
DECIDE_VISIBILITY: Final = "decide.visibility.choice"

NOTE_MODAL: Final = "note.modal"
NOTE_TEXT_BLOCK: Final = "note.text"
NOTE_TEXT: Final = "note.text.input"
NOTE_VISIBILITY_BLOCK: Final = "note.visibility"
NOTE_VISIBILITY: Final = "note.visibility.choice"
NOTE_EDIT_MODAL: Final = "note.edit"
NOTE_DELETE_MODAL: Final = "note.delete"
NOTE_MENU: Final = "note.menu"
"""Prefix: the menu beside note 7 is `note.menu:7` (see `note_menu`)."""
NOTES_MORE: Final = "notes.more"
NOTES_ACTIONS: Final = "notes.actions"

KEEP_ON: Final = "kept.on"
KEPT_REMOVE: Final = "kept.remove"
KEPT_ACTIONS: Final = "kept.actions"
KEEP_MODAL: Final = "kept.modal"
KEEP_ABOUT_BLOCK: Final = "kept.about"
KEEP_ABOUT: Final = "kept.about.input"

SHORTCUT_CHECK: Final = "shortcut.check"
SHORTCUT_NAMED: Final = "shortcut.named"
SHORTCUT_DISCUSS: Final = "shortcut.discuss"
SHORTCUT_KEEP: Final = "shortcut.keep"
DISCUSS_MODAL: Final = "discuss.modal"
DISCUSS_BLOCK: Final = "discuss.of"
DISCUSS_PARTY: Final = "discuss.of.input"

BATCH_OPEN: Final = "batch.open"
BATCH_ACTIONS: Final = "batch.actions"
BATCH_MODAL: Final = "batch.modal"
BATCH_NAMES: Final = "batch.names"
"""Prefix: the fields of a batch are `batch.names:1` to `batch.names:6` (their blocks: see `batch_block`)."""
BATCH_RUN: Final = "batch.run"
"""Prefix: the first block of a batch's message is `batch.run:` and its number."""

CARD_CLAIM: Final = "card.claim"
CARD_DONE: Final = "card.done"
CARD_UNDO: Final = "card.undo"
CARD_NAMES: Final = "card.names"
CARD_FILE: Final = "card.file"
CARD_NOTE: Final = "card.note"
CARD_MORE: Final = "card.more"
CARD_ACTIONS: Final = "card.actions"
CARD_SHARE_MODAL: Final = "card.share"
CARD_SHARE_BLOCK: Final = "card.share.to"
CARD_SHARE_TO: Final = "card.share.to.input"
CARD_PARTY_MODAL: Final = "card.party"
CARD_PARTY_BLOCK: Final = "card.party.of"
CARD_PARTY: Final = "card.party.of.input"

HOME_ACTIONS: Final = "home.actions"
HOME_CHECK: Final = "home.check"
HOME_CHANGES: Final = "home.changes"
HOME_LAW: Final = "home.law"
HOME_WATCHES: Final = "home.watches"
HOME_SOURCES: Final = "home.sources"
HOME_OPEN: Final = "home.open"
"""Prefix: the links to claimed cards are `home.open:1` and so on (see `home_open`)."""

ITEM_OPEN: Final = "item.open"
"""Prefix: the links to open cards are `item.open:1` and so on (see `item_open`)."""
CARD_ASSIGN_MODAL: Final = "card.assign"
CARD_ASSIGN_BLOCK: Final = "card.assign.to"
CARD_ASSIGN_TO: Final = "card.assign.to.input"
CARD_DUE_BLOCK: Final = "card.assign.due"
CARD_DUE: Final = "card.assign.due.input"

CHANGES_OF: Final = "changes.of"
"""Prefix: the buttons beside the actions of a period are `changes.of:1` and so on (see `changes_of`)."""

CHECK_MODAL: Final = "check.modal"
CHECK_BLOCK: Final = "check.name"
CHECK_NAME: Final = "check.name.input"
WELCOME_ACTIONS: Final = "welcome.actions"
SETTINGS_ACTIONS: Final = "settings.actions"
SETTINGS_OPEN: Final = "settings.open"
SETTINGS_MODAL: Final = "settings.modal"
SETTINGS_ROLES: Final = "settings.roles"
ADMIN_PAGE: Final = "settings.admin"
ROLES_MODAL: Final = "settings.roles.modal"
SETTINGS: Final = "settings"
"""Prefix: a setting's field is `settings:KEY`, its block `settings.block:KEY` (see `setting_field`)."""

NEW_WATCH: Final = "watch.new"
WATCH_MENU: Final = "watch.menu"
"""Prefix: the menu beside watch 7 is `watch.menu:7` (see `watch_menu`)."""
WATCH_PICK: Final = "watch.pick"
"""Prefix: the buttons of parties that may be watched are `watch.pick:1` to `watch.pick:8` (see `watch_pick`)."""
WATCH_PREVIEW: Final = "watch.preview"
WATCH_RETELL: Final = "watch.retell"
WATCH_ACTIONS: Final = "watch.actions"
WATCH_MODAL: Final = "watch.modal"
WATCH_RETELL_MODAL: Final = "watch.retell.modal"
WATCH_MODALS: Final = (WATCH_MODAL, WATCH_RETELL_MODAL)
WATCH_FIELDS: Final = tuple(
    f"watch.field.{name}"
    for name in (
        "where",
        "to",
        "target",
        "which",
        "programme",
        "issuer",
        "country",
        "kind",
        "more",
        "every",
        "broadcast",
    )
)
"""The fields of the watch dialogue (their blocks: see `field_block`)."""

SNOOZE_END: Final = "snooze.end"
SNOOZE_PICK: Final = "snooze.pick"
"""Prefix: the buttons of parties that may be snoozed are `snooze.pick:1` to `snooze.pick:8` (see `snooze_pick`)."""
"""Prefix: the button that ends snooze 7 is `snooze.end:7` (see `snooze_end`)."""

TIMELINE_ACTIONS: Final = "timeline.actions"
TIMELINE_SHARE: Final = "timeline.share"
TIMELINE_OF: Final = "timeline.of"
"""Prefix: the buttons of a choice are `timeline.of:1` to `timeline.of:8` (see `timeline_of`)."""

HEALTH_ACTIONS: Final = "health.actions"
HEALTH_RETRY: Final = "health.retry"

ANSWER_ACTIONS: Final = "answer.actions"
ALERT: Final = "alert:"
"""Prefix of the first block id of a posted card, by which it is found again in the channel."""

CARD: Final = (CARD_CLAIM, CARD_DONE, CARD_UNDO, CARD_NAMES, CARD_FILE, CARD_NOTE, CARD_MORE)
HOME: Final = (
    HOME_CHECK,
    HOME_CHANGES,
    HOME_LAW,
    HOME_WATCHES,
    HOME_SOURCES,
    SETTINGS_OPEN,
    SETTINGS_ROLES,
    ADMIN_PAGE,
)
WATCHING: Final = (NEW_WATCH, WATCH_PREVIEW, WATCH_RETELL)
KEPT: Final = (KEEP_ON, KEPT_REMOVE)
HEALTH: Final = (HEALTH_RETRY,)
ACTIONS: Final[tuple[str, ...]] = (
    *(SHARE, WHY, NOTE, WATCH, NONE_OF_THESE, BATCH_OPEN, MORE, ASSESS, HIDDEN),
    *(*HOME, *CARD, *WATCHING, *KEPT, *HEALTH, NOTES_MORE, TIMELINE_SHARE),
)
ACTION_PREFIXES: Final[tuple[str, ...]] = tuple(
    f"{prefix}:"
    for prefix in (
        *(SNOOZE_END, SNOOZE_PICK, PICK, HOME_OPEN, ITEM_OPEN, CHANGES_OF),
        *(WATCH_PICK, WATCH_MENU, NOTE_MENU, TIMELINE_OF),
    )
)
CALLBACKS: Final[tuple[str, ...]] = (
    NOTE_MODAL,
    NOTE_EDIT_MODAL,
    NOTE_DELETE_MODAL,
    KEEP_MODAL,
    BATCH_MODAL,
    SETTINGS_MODAL,
    ROLES_MODAL,
    CHECK_MODAL,
    CARD_SHARE_MODAL,
    CARD_PARTY_MODAL,
    CARD_ASSIGN_MODAL,
    DISCUSS_MODAL,
    DECIDE_MODAL,
    *WATCH_MODALS,
)
INPUTS: Final[tuple[str, ...]] = (
    NOTE_TEXT,
    NOTE_VISIBILITY,
    KEEP_ABOUT,
    CHECK_NAME,
    CARD_SHARE_TO,
    CARD_PARTY,
    CARD_ASSIGN_TO,
    CARD_DUE,
    DISCUSS_PARTY,
    *(DECIDE_PARTY, DECIDE_VERDICT, DECIDE_REASON, DECIDE_UNTIL, DECIDE_VISIBILITY),
    *WATCH_FIELDS,
    *(f"{BATCH_NAMES}:{number}" for number in range(1, 7)),
    *(f"{SETTINGS}:{key}" for key in ("timezone", "digest", "digest-day", "operators", "default", "broadcast")),
    *(f"{SETTINGS}:{key}{more}" for key in ("admins", "leads", "viewers") for more in ("", ".groups")),
    f"{SETTINGS}:default-role",
)


def note_menu(number: int) -> str:
    """The action id of the menu beside a note."""
    return f"{NOTE_MENU}:{number}"


def snooze_end(number: int) -> str:
    """The action id of the button that ends this snooze."""
    return f"{SNOOZE_END}:{number}"


def pick(number: int) -> str:
    """The action id of the n-th candidate of a choice."""
    return f"{PICK}:{number}"


def home_open(number: int) -> str:
    """The action id of the n-th link to a claimed card."""
    return f"{HOME_OPEN}:{number}"


def changes_of(number: int) -> str:
    """The action id of the button beside the n-th action of a period."""
    return f"{CHANGES_OF}:{number}"


def item_open(number: int) -> str:
    """The action id of the n-th link to an open card."""
    return f"{ITEM_OPEN}:{number}"


def timeline_of(number: int) -> str:
    """The action id of the n-th choice of a timeline."""
    return f"{TIMELINE_OF}:{number}"


def setting_field(key: str) -> str:
    """The action id of a setting's field."""
    return f"{SETTINGS}:{key}"


def setting_block(key: str) -> str:
    """The block of a setting's field."""
    return f"{SETTINGS}.block:{key}"


def snooze_pick(number: int) -> str:
    """The action id of the n-th party that may be snoozed."""
    return f"{SNOOZE_PICK}:{number}"


def watch_pick(number: int) -> str:
    """The action id of the n-th party that may be watched."""
    return f"{WATCH_PICK}:{number}"


def watch_menu(watch: int) -> str:
    """The action id of the menu beside a watch."""
    return f"{WATCH_MENU}:{watch}"


def field_block(field: str) -> str:
    """The block of a field of the watch dialogue."""
    return f"{field}.block"


def batch_block(number: int) -> str:
    """The block of the n-th field of a batch."""
    return f"{BATCH_NAMES}.block:{number}"


def batch_block_id(run: int) -> str:
    """The first block id of a batch's message."""
    return f"{BATCH_RUN}:{run}"


def alert_block_id(alert: str) -> str:
    """The first block id of an alert's card."""
    return f"{ALERT}{alert}"


def detail_block_id(alert: str, page: int) -> str:
    """The first block id of the n-th thread reply (from 1) with an alert's details."""
    return f"{ALERT}{alert}:detail:{page}"
