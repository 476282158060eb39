"""Team settings: what a team may set for itself, read from what people type, and told in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Final, cast
from zoneinfo import available_timezones

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from bot.core.roles import Role, Roles
from bot.core.watches import BROADCASTS, CADENCES, Broadcast, Cadence

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
RESET: Final = "reset"
"""The value that takes a setting back to what it was before anybody set it."""


@dataclass(frozen=True, slots=True)
class TeamSettings:
    """What holds for a team: its clock, when digests come (weekday 0 is Monday), who is told of trouble, defaults of
    new watches, and who may do what."""

    timezone: str = "UTC"
    digest_hour: int = 8
    digest_weekday: int = 0
    operator_channel: str = ""
    cadence: Cadence = "now"
    broadcast: Broadcast = "material"
    roles: Roles = field(default_factory=Roles)


@dataclass(frozen=True, slots=True)
class SettingProblem:
    """A setting that cannot be taken; the text names what was wrong and what would work."""

    text: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One setting: its word, what it is, an example value, and how what is typed is read into what is kept."""

    key: str
    title: str
    example: str
    read: Callable[[str], str | SettingProblem]
    aliases: tuple[str, ...] = ()


MEMBER_ROLES: Final = ("viewer", "analyst", "lead")
"""The roles that everybody may have; admins are named."""
PEOPLE: Final = frozenset({"admins", "leads", "viewers"})
"""The settings that name people."""
NOBODY: Final = "former-member"
"""Stands for people where the last one named was forgotten: it is no id, so that nobody's role changes by that."""
ROLE_KEYS: Final = PEOPLE | {"default-role"}
"""The settings that say who may do what."""


def read_zone(text: str) -> str | SettingProblem:
    """A time zone by its IANA name, in any case; a city or an abbreviation is asked back."""
    wanted = "_".join(text.strip().split()).casefold()
    found = _zones().get(wanted)
    if found:
        return found
    near = _near_zones(wanted)
    meant = f" Did you mean {_or(near)}?" if near else " Write a place, such as Europe/Berlin."
    return SettingProblem(f"“{text.strip()[:40]}” is no time zone that I know.{meant}")


@cache
def _zones() -> Mapping[str, str]:
    """Zones of places by their names in small letters; those without a place have no summer time or odd signs."""
    places = (name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "System")))
    return {name.casefold(): name for name in (*places, "UTC")}


_ABBREVIATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "cet": ("Europe/Brussels", "Europe/Berlin"),
    "cest": ("Europe/Brussels", "Europe/Berlin"),
    "mez": ("Europe/Berlin", "Europe/Vienna"),
    "eet": ("Europe/Helsinki", "Europe/Kyiv"),
    "gmt": ("Europe/London", "UTC"),
    "bst": ("Europe/London",),
    "et": ("America/New_York",),
    "est": ("America/New_York",),
    "edt": ("America/New_York",),
    "pt": ("America/Los_Angeles",),
    "aest": ("Australia/Sydney",),
    "z": ("UTC",),
}
"""Places where an abbreviation's clock is kept, summer time included."""


def _near_zones(wanted: str) -> tuple[str, ...]:
    if wanted in _ABBREVIATIONS:
        return _ABBREVIATIONS[wanted]
    zones = _zones()
    city = wanted.rpartition("/")[2]
    same = tuple(sorted(name for key, name in zones.items() if key.rpartition("/")[2] == city))
    if same or len(city) < 3:
        return same[:3]
    by_city = {key: key.rpartition("/")[2] for key in zones}
    found = process.extract(city, by_city, scorer=JaroWinkler.similarity, score_cutoff=0.88, limit=3)
    return tuple(zones[key] for _, _, key in found)


_HOUR: Final = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:h|uhr|o['’]clock|(am|pm|a\.m\.|p\.m\.))?", re.IGNORECASE)


def read_hour(text: str) -> str | SettingProblem:
    """A full hour of the day: `08:00`, `8`, `8 am`."""
    match = _HOUR.fullmatch(text.strip())
    if match is None:
        return SettingProblem(f"“{text.strip()[:40]}” is no hour of the day. Write it as 08:00.")
    hour, half = int(match[1]), (match[3] or "").casefold()[:1]
    if half and not 1 <= hour <= 12:
        return SettingProblem(f"“{text.strip()[:40]}” is no hour of the day. Write it as 08:00 or 8 am.")
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    if hour > 23:
        return SettingProblem(f"“{text.strip()[:40]}” is no hour of the day; they go from 00:00 to 23:00.")
    if int(match[2] or 0):
        return SettingProblem(f"Digests come at the full hour: write {hour:02}:00 or {(hour + 1) % 24:02}:00.")
    return f"{hour:02}:00"


def read_weekday(text: str) -> str | SettingProblem:
    """A day of the week, also by its first three letters."""
    word = text.strip().casefold().rstrip(".")
    found = [day for day in WEEKDAYS if len(word) >= 2 and day.startswith(word)]
    if len(found) == 1:
        return found[0]
    near = min(WEEKDAYS, key=lambda day: OSA.distance(word, day))
    meant = f" Did you mean {near}?" if OSA.distance(word, near) <= 2 else f" Write one of {', '.join(WEEKDAYS)}."
    return SettingProblem(f"“{text.strip()[:40]}” is no day of the week.{meant}")


_CHANNEL: Final = re.compile(r"<?#?([CG][A-Z0-9]{7,20})(?:\|[^>]*)?>?")


def read_channel(text: str) -> str | SettingProblem:
    """A channel by the id in Slack's own form or alone; a name must be looked up by who knows the channels."""
    match = _CHANNEL.fullmatch(text.strip())
    if match:
        return match[1]
    return SettingProblem(
        f"“{text.strip()[:40]}” is no channel that I know. Invite me there, then pick it from Slack's list as "
        "#channel, or give its id (C…, at the bottom of the channel's details)."
    )


def channel_name(text: str) -> str:
    """The name in `#name`, when a channel is given by its name ("" otherwise)."""
    name = text.strip()
    return name[1:].casefold() if re.fullmatch(r"#[^\s|>#]{1,80}", name) and not _CHANNEL.fullmatch(name) else ""


_PERSON: Final = re.compile(r"<?@?([UW][A-Z0-9]{1,24})(?:\|[^>]*)?>?")
_GROUP: Final = re.compile(r"(?:<!subteam\^)?(S[A-Z0-9]{2,24})(?:\|@?([\w.-]{1,80}))?>?")
PEOPLE_EXAMPLE: Final = "U0123ABCD"
MOST_PEOPLE: Final = 50


def read_people(text: str) -> str | SettingProblem:
    """People and user groups, as Slack writes them or by their ids; a group's handle must be looked up before."""
    found: dict[str, None] = {}
    for word in re.split(r"[\s,;]+", text.strip()):
        person, group = _PERSON.fullmatch(word), _GROUP.fullmatch(word)
        if person:
            found[person[1]] = None
        elif group:
            found[f"{group[1]}|{group[2]}" if group[2] else group[1]] = None
        else:
            return SettingProblem(
                f"“{word[:40]}” is nobody that I can find. Choose people in the dialogue (“settings”, then Roles), or "
                "give ids: of people (U…, in the menu of the profile) or of user groups (S…, or @handle)."
            )
    if len(found) > MOST_PEOPLE:
        return SettingProblem(f"That is {len(found)}; at most {MOST_PEOPLE} can be named. Use a user group.")
    return " ".join(found)


def group_handles(text: str) -> list[str]:
    """The words that may be handles of user groups: `@desk-leads`."""
    return [word for word in re.split(r"[\s,;]+", text.strip()) if re.fullmatch(r"@[a-z0-9][\w.-]{0,79}", word)]


def _one_of(words: tuple[str, ...], what: str) -> Callable[[str], str | SettingProblem]:
    def read(text: str) -> str | SettingProblem:
        word = text.strip().casefold()
        if word in words:
            return word
        near = min(words, key=lambda known: OSA.distance(word, known))
        meant = f" Did you mean {near}?" if OSA.distance(word, near) <= 2 else ""
        return SettingProblem(f"“{text.strip()[:40]}” is no {what}.{meant} Write one of {', '.join(words)}.")

    return read


KINDS: Final[tuple[Kind, ...]] = (
    Kind("timezone", "Time zone", "Europe/Berlin", read_zone, ("time-zone", "zone", "tz")),
    Kind("digest", "Digests come at", "08:00", read_hour, ("digest-hour", "digest-time", "hour")),
    Kind("digest-day", "Weekly digests come on", "monday", read_weekday, ("day", "weekday")),
    Kind("operators", "Told of lists in trouble, and of feedback", "#channel", read_channel, ("operator",)),
    Kind("default", "New watches are told", "now", _one_of(CADENCES, "cadence"), ("cadence", "every")),
    Kind("broadcast", "Replies that also show in the channel", "material", _one_of(BROADCASTS, "choice")),
    Kind("admins", "Admins", PEOPLE_EXAMPLE, read_people, ("admin",)),
    Kind("leads", "Leads", PEOPLE_EXAMPLE, read_people, ("lead",)),
    Kind("viewers", "Viewers", PEOPLE_EXAMPLE, read_people, ("viewer",)),
    Kind("default-role", "Everybody else is", "analyst", _one_of(MEMBER_ROLES, "role"), ("role",)),
)
"""All settings of a team, in the order they are shown."""

_BY_WORD: Final[Mapping[str, Kind]] = {word: kind for kind in KINDS for word in (kind.key, *kind.aliases)}


def find_kind(word: str) -> Kind | SettingProblem:
    """The setting that a word names."""
    wanted = word.strip().casefold().replace("_", "-")
    if wanted in _BY_WORD:
        return _BY_WORD[wanted]
    near = min(_BY_WORD, key=lambda known: OSA.distance(wanted, known))
    meant = f" Did you mean {_BY_WORD[near].key}?" if OSA.distance(wanted, near) <= max(1, len(wanted) // 3) else ""
    known = ", ".join(kind.key for kind in KINDS)
    return SettingProblem(f"There is no setting “{word.strip()[:40]}”.{meant} There are {known}.")


@dataclass(frozen=True, slots=True)
class Shown:
    """A setting as it holds: `by` and `at` say who set it when (None: nobody did); `by` is "" for the command line."""

    kind: Kind
    value: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """All settings of a team, in order, with when its next digests would come."""

    shown: tuple[Shown, ...]
    timezone: str
    daily: datetime
    weekly: datetime

    @property
    def gives_roles(self) -> bool:
        """Whether the team has said anything of roles."""
        people = any(each.value for each in self.shown if each.kind.key in PEOPLE)
        return people or any(each.at is not None for each in self.shown if each.kind.key == "default-role")


@dataclass(frozen=True, slots=True)
class Changed:
    """A setting was set: what held before and what holds now."""

    before: Shown
    after: Shown


@dataclass(frozen=True, slots=True)
class SettingAsked:
    """What somebody wants to set; a `value` of "" only asks, `reset` takes it back."""

    kind: Kind
    value: str


def parse_setting(text: str) -> SettingAsked | SettingProblem:
    """The setting and the value that follow the word *settings*: `timezone Europe/Berlin`, `digest: 08:00`."""
    word, _, value = " ".join(text.split()).replace("=", " ", 1).partition(" ")
    kind = find_kind(word.rstrip(":"))
    return kind if isinstance(kind, SettingProblem) else SettingAsked(kind, value.strip().strip('"“”').strip())


def settings_from(kept: Mapping[str, str], defaults: TeamSettings) -> TeamSettings:
    """The settings that hold: what is kept by key, over the defaults; a value no longer understood does not count."""
    good = {kind.key: _read_kept(kind, kept[kind.key]) for kind in KINDS if kept.get(kind.key)}
    told = {key: value for key, value in good.items() if isinstance(value, str)}
    return TeamSettings(
        timezone=told.get("timezone", defaults.timezone),
        digest_hour=int(told["digest"][:2]) if "digest" in told else defaults.digest_hour,
        digest_weekday=WEEKDAYS.index(told["digest-day"]) if "digest-day" in told else defaults.digest_weekday,
        operator_channel=told.get("operators", defaults.operator_channel),
        cadence=cast(Cadence, told.get("default", defaults.cadence)),
        broadcast=cast(Broadcast, told.get("broadcast", defaults.broadcast)),
        roles=Roles(
            admins=_people(told, "admins"),
            leads=_people(told, "leads"),
            viewers=_people(told, "viewers"),
            default=cast(Role | None, told.get("default-role")),
        ),
    )


def _read_kept(kind: Kind, value: str) -> str | SettingProblem:
    return value if kind.key in PEOPLE and value == NOBODY else kind.read(value)


def named_in(value: str) -> list[str]:
    """The people and user groups that a value of a role names."""
    return [each for each in value.split() if each != NOBODY]


def _people(told: Mapping[str, str], key: str) -> tuple[str, ...]:
    return tuple(told.get(key, "").split())


def values_of(settings: TeamSettings) -> dict[str, str]:
    """The values by key, as they are typed and kept."""
    return {
        "timezone": settings.timezone,
        "digest": f"{settings.digest_hour:02}:00",
        "digest-day": WEEKDAYS[settings.digest_weekday],
        "operators": settings.operator_channel,
        "default": settings.cadence,
        "broadcast": settings.broadcast,
        "admins": " ".join(settings.roles.admins),
        "leads": " ".join(settings.roles.leads),
        "viewers": " ".join(settings.roles.viewers),
        "default-role": settings.roles.default or "",
    }


def _or(words: tuple[str, ...]) -> str:
    return " or ".join(words) if len(words) < 3 else f"{', '.join(words[:-1])} or {words[-1]}"
