"""Problems: what went wrong, in one or two lines that say what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.blocks.inert import dotted, in_code, inert, quoted
from bot.blocks.kit import Message, View, context, message, modal, section
from bot.blocks.wording import OUT_OF_SCOPE

NOT_A_MEMBER: Final = {
    "member": "",
    "guest": "Only members of this team can do that: guests and people of other organisations ask and read.",
    "unknown": (
        "Slack did not say whether you belong to this team, so nothing was changed or shown. Try again in a moment; if "
        "it stays, the app lacks the scope `users:read`."
    ),
}
"""Why somebody may not act for the team, by their standing in it."""
READ_ALONG: Final = (
    "Another organisation reads along in this channel. Type the same as `/sanctions …`: only you see that answer."
)


def _problem(text: str, advice: str = "") -> Message:
    return message(text, [section(f"⚠️ {text}"), context(advice) if advice else None])


def plain_problem(text: str) -> Message:
    """Something that could not be done, in a sentence that may hold words from outside."""
    return _problem(inert(text, 600))


def done(text: str) -> Message:
    """Something that was done, in a sentence."""
    return message(text, [section(inert(text, 600))])


def none_of_these() -> Message:
    """None of the parties offered was meant."""
    return _problem(
        "None of these, then: no other listed party fits well enough to show. This is not a clearance.",
        "Try another spelling, the original script, `dob:` or `country:`.",
    )


def unknown_verb(verb: str, suggestions: Sequence[str] = ()) -> Message:
    """A command that does not exist, with the nearest that do."""
    meant = dotted(f"`/sanctions {in_code(name, 40)}`" for name in suggestions[:3])
    hint = f"Did you mean {meant}?" if meant else "`/sanctions help` lists the commands."
    return _problem(
        f"I do not know the command {quoted(verb, 60)}. {hint}", "To look up a name, write `check` before it."
    )


def bad_filter(name: str, value: str, expected: str) -> Message:
    """A filter that cannot be read; the question was not asked."""
    text = f"I cannot read {quoted(f'{name}:{value}', 80)}. Expected: {inert(expected, 200)}."
    return _problem(text, "Nothing was searched.")


def missing_object(usage: str) -> Message:
    """A command without the name it needs."""
    return _problem(f"Something is missing. Write `/sanctions {in_code(usage, 100)}`.", "Nothing was searched.")


def nothing_loaded() -> Message:
    """No list is loaded yet."""
    return _problem(
        "No list is loaded yet, so nothing was searched. This says nothing about any name.",
        "`/sanctions sources` shows the state of each list.",
    )


def read_only() -> Message:
    """The store takes no writes; questions still work."""
    return _problem(
        "This could not be saved: the database takes no changes at the moment. Questions are still answered.",
        "Please tell whoever runs the desk; then try again.",
    )


def out_of_scope(legal_contact: str = "") -> Message:
    """A question that lists cannot answer."""
    contact = f"Legal contact: {inert(legal_contact, 120)}." if legal_contact else "Please ask your legal contact."
    return _problem(f"{OUT_OF_SCOPE} {contact}")


def gone() -> Message:
    """A button on a card whose subject is no longer known."""
    return _problem("I no longer have what this button refers to.", "Ask again with `/sanctions check NAME`.")


def reopen() -> View:
    """A dialogue whose memory is not what we wrote, or was written before the desk was set up anew."""
    return modal("Out of date", [section("⚠️ Nothing was done. Close this, and open it again where it came from.")])


def unexpected(reference: str) -> Message:
    """A failure of ours, with the reference under which it was logged."""
    return _problem(
        f"Something went wrong on my side; the answer is missing, not negative. Reference {inert(reference, 40)}.",
        "Please try again; if it stays, give the reference to whoever runs the desk.",
    )
