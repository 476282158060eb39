"""`desk timeline` as scripts use it: the contract, the pictures, and a clear word for what it cannot do."""

import pytest

from tests.sdn import companies, sdn_row
from tests.test_cli import BANK, desk

__all__ = ["desk"]

REF = "us-ofac-sdn:17018"


@pytest.fixture
def loaded(desk):
    desk.load([BANK, *companies(9)], "2026-03-01")
    desk.load([BANK.replace("RUSSIA-EO14024", "RUSSIA-EO14024] [SDGT"), *companies(9), sdn_row(5, "NEW")], "2026-03-02")
    return desk


def test_a_timeline_keeps_the_contract(loaded):
    (told,) = loaded.json("timeline", "Example Bank")
    assert told["entity"].startswith("e-")
    assert [(e["at"], e["kind"], e["track"]) for e in told["events"]] == [
        ("2026-03-01", "first_seen", "law"),
        ("2026-03-02", "programme_gained", "law"),
    ]
    assert told["events"][1]["text"] == "US SDN: further designated under SDGT"
    assert all(event["url"].startswith("https://") for event in told["events"])
    assert told["recorded_since"] == {"us-ofac-sdn": "2026-03-01"}
    assert loaded.json("timeline", REF, "--since", "2026-03-02")[0]["events"] == told["events"][1:]


def test_a_programmes_timeline_names_no_entity(loaded):
    (told,) = loaded.json("timeline", "programme:RUSSIA-EO14024")
    assert (told["entity"], told["programme"]) == (None, "RUSSIA-EO14024")
    assert [event["kind"] for event in told["events"]] == ["action"]
    assert told["events"][0]["text"].startswith("US SDN: 1 added · 1 amended")


def test_pictures_are_written_where_asked(loaded):
    png, svg = loaded.home / "t.png", loaded.home / "t.svg"
    said = loaded("timeline", REF, "--png", str(png), "--svg", str(svg))
    assert "on the list of 2 Mar 2026: US SDN: further designated under SDGT" in said
    assert "First copy: list of 1 Mar 2026" in said
    assert png.read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in svg.read_bytes()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("Nobody Of That Name",), "Nobody on the lists"),
        (("us-ofac-sdn:1",), "No such entry"),
        (("programme:MOON",), "No entry"),
        ((REF, "--since", "soon"), "YYYY-MM-DD"),
        ((REF, "--png", "missing/t.png"), "cannot write missing/t.png"),
        ((REF, "--team", "T9"), "no team"),
    ],
)
def test_what_cannot_be_done_is_said(loaded, args, words):
    assert loaded("timeline", *args) == ""
    assert loaded.status == 2
    assert words in loaded.err
