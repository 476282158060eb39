"""Builders for OFAC's rich XML (ENHANCED export, delta file), as small as a test needs."""

from __future__ import annotations

from collections.abc import Iterable

ENHANCED = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML"
DELTA = "https://www.treasury.gov/ofac/DeltaFile/1.0"


def rows(section: str, items: Iterable[str]) -> str:
    """A section of an entity, or nothing."""
    inner = "".join(items)
    return f"<{section}>{inner}</{section}>" if inner else ""


def name(text: str, *others: tuple[str, str], alias: str = "", weak: bool = False) -> str:
    """A name with its translations as (script, text)."""
    forms = "".join(
        f"<translation><isPrimary>{str(lead).lower()}</isPrimary><script>{script}</script>"
        f"<formattedFullName>{form}</formattedFullName></translation>"
        for lead, script, form in ((True, "Latin", text), *((False, script, form) for script, form in others))
    )
    kind = f"<aliasType>{alias}</aliasType>" if alias else ""
    return (
        f"<name><isPrimary>{str(not alias).lower()}</isPrimary>{kind}<isLowQuality>{str(weak).lower()}</isLowQuality>"
        f"<translations>{forms}</translations></name>"
    )


def feature(kind: str, value: str, reliability: str = "Confirmed", mark: str = "") -> str:
    """A feature of an entity."""
    return (
        f"<feature id='1'{mark}><type>{kind}</type><value>{value}</value><isPrimary>true</isPrimary>"
        f"<reliability>{reliability}</reliability></feature>"
    )


def entity(
    ref: int,
    lists: Iterable[str] = ("SDN List",),
    *,
    kind: str = "Entity",
    names: Iterable[str] = (),
    programmes: Iterable[str] = ("SDGT",),
    types: Iterable[str] = ("Block",),
    features: Iterable[str] = (),
    rest: str = "",
    action: str = "",
) -> str:
    """One entity; a name is made from its number where none is given."""
    mark = f" action='{action}'" if action else ""
    return (
        f"<entity id='{ref}'{mark}><generalInfo><identityId>9</identityId><entityType>{kind}</entityType></generalInfo>"
        + rows(
            "sanctionsLists",
            (f"<sanctionsList datePublished='2024-02-2{n}'>{x}</sanctionsList>" for n, x in enumerate(lists)),
        )
        + rows("sanctionsPrograms", (f"<sanctionsProgram>{code}</sanctionsProgram>" for code in programmes))
        + rows("sanctionsTypes", (f"<sanctionsType>{text}</sanctionsType>" for text in types))
        + rows("names", names or [name(f"FIRM {ref}")])
        + rows("features", features)
        + rest
        + "</entity>"
    )


def enhanced(*entities: str, info: str = "") -> bytes:
    """A whole ENHANCED export of 3 March 2024."""
    head = f"<publicationInfo><dataAsOf>2024-03-03T00:00:00</dataAsOf>{info}</publicationInfo>"
    return f"<sanctionsData xmlns='{ENHANCED}'>{head}{rows('entities', entities)}</sanctionsData>".encode()


def delta(*entities: str) -> bytes:
    """A delta file of 4 March 2024."""
    head = "<datePublished>2024-03-04T00:00:00-05:00</datePublished><publicationType>Standard Action</publicationType>"
    return (
        f"<sanctionsData xmlns='{DELTA}'><publicationInfo>{head}</publicationInfo>"
        f"{rows('entities', entities)}</sanctionsData>"
    ).encode()
