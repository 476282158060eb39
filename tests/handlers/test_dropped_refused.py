"""Files of names that are refused: what is wrong is told with its place, and nothing is screened."""

import pytest

from bot.services.batch_files import LIMITS, MOST_ROWS
from tests.handlers.office import shown
from tests.handlers.test_dropped import CSV, drop, message, results, said, under_way

GUEST = "U0GUEST"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "names.csv",
            b"name\nTim Cook\n\n?!\nIMO 9187628\n",
            ("2 of its 3 rows", "line 4: there is no name", "line 5:"),
        ),
        ("names.csv", b"id,nom\n1,Tim\n", ("no column “name”", "nom")),
        ("names.csv", "name\nРоснефть\n".encode("cp1251"), ("line 2:", "is not UTF-8")),
        ("names.txt", "Роснефть\nСбербанк\n".encode("utf-16"), ("UTF-16",)),
        ("names.txt", "Роснефть\n".encode("utf-16-le"), ("line 1: a control character", "UTF-8")),
        ("names.txt", "Роснефть\n".encode("koi8-r"), ("line 1:", "is not UTF-8")),
        ("names.csv", b"PK\x03\x04" + b"\0" * 90, ("save it as CSV",)),
        ("names.csv", b"\x1f\x8b\x08" + b"\0" * 90, ("unpack",)),
        ("names.csv", b"\xd0\xcf\x11\xe0" + b"\0" * 90, ("save it as CSV",)),
        ("names.csv", b"", ("nothing in it",)),
        ("names.txt", b"\n \n", ("nothing in it",)),
        ("names.csv", b"name\n\n", ("no row below",)),
        ("names.txt", b"x\n" * MOST_ROWS + b"y\n", (f"line {MOST_ROWS + 1} is one too many", "5,000")),
    ],
)
def test_what_is_not_read_whole_is_refused_with_its_place_and_nothing_is_screened(office, name, content, told):
    ts, posts = drop(office, content, name)
    assert len(posts) == 2
    assert posts[1]["thread_ts"] == ts
    assert "Nothing was screened" in said(office)
    for words in told:
        assert words in said(office)
    assert not under_way(office)
    assert office.slack.called("chat.update") == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("names.xlsx", "CSV UTF-8"),
        ("names.ods", "Text CSV"),
        ("names.zip", "archive"),
        ("names.csv.gz", "archive"),
        ("photo.png", "no list of names"),
        ("names", "without an extension"),
    ],
)
def test_other_kinds_of_files_are_not_even_fetched(office, name, told):
    drop(office, b"whatever", name)
    assert told in said(office)
    assert office.slack.called("hosted") == []


def test_several_files_and_files_that_are_too_large_are_refused(office):
    message(office, [office.slack.host("a.csv", CSV), office.slack.host("b.csv", CSV)])
    assert "one file at a time" in said(office)
    message(office, {**office.slack.host("a.csv", CSV), "size": LIMITS.max_bytes + 1})
    assert "too large" in said(office)
    assert office.slack.called("hosted") == []
    message(office, {**office.slack.host("a.csv", b"name\n" + b"x" * LIMITS.max_bytes), "size": 1})
    assert "larger than 4 MB" in said(office)


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ({"status": 302, "headers": {"Location": "https://example.com/"}}, "files:read"),
        ({"headers": {"Content-Type": "text/html; charset=utf-8"}}, "files:read"),
        ({"status": 404}, "404"),
        ({"headers": {"Content-Encoding": "gzip"}}, "compressed"),
        ({"headers": {"Content-Length": "999"}}, "download from Slack failed"),
    ],
)
def test_a_file_that_slack_does_not_hand_out_is_told(office, host, told):
    drop(office, host=host)
    assert told in said(office)
    assert len(office.slack.called("hosted")) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/clients.csv",
        "https://files.slack.com.evil.example/x.csv",
        "https://files.slack.com@evil.example/x.csv",
        "https://files.slack.com:444/x.csv",
        "http://files.slack.com/x.csv",
        "http://127.0.0.1:1/x.csv",
        "file:///etc/passwd",
        "",
    ],
)
def test_the_token_goes_to_slack_alone(office, url):
    message(office, {**office.slack.host("a.csv", CSV), "url_private": url})
    assert "not stored in Slack" in said(office)
    assert office.slack.called("hosted") == []


def test_guests_and_strangers_may_not(office):
    office.slack.people[GUEST] = {"is_ultra_restricted": True}
    drop(office, user=GUEST, channel=f"D{GUEST}")
    assert "Only members of this team" in said(office, f"D{GUEST}")
    drop(office, user=GUEST, channel="C1")
    assert len(office.slack.posts("C1")) == 1
    (call,) = office.slack.called("chat.postEphemeral")
    assert (call.args["user"], call.args["channel"]) == (GUEST, "C1")
    assert office.slack.called("hosted") == []


@pytest.mark.parametrize("kind", [{"is_ext_shared": True}, {"is_pending_ext_shared": True}])
def test_where_another_organisation_reads_along_no_file_is_looked_at(office, kind):
    office.slack.channels["C9"] = kind
    drop(office, channel="C9")
    assert len(office.slack.posts("C9")) == 1
    (call,) = office.slack.called("chat.postEphemeral")
    assert "direct message" in shown(call.args)["words"]
    assert office.slack.called("hosted") == []
    assert not under_way(office)


@pytest.mark.parametrize(
    "name",
    [
        "<!channel> @here.csv",
        "x" * 3000 + ".csv",
        "../../etc/passwd.csv",
        "a\u202evsc.csv",
        "=cmd|'x'!A1.csv",
        "\n`*_~.csv",
    ],
)
def test_no_file_name_comes_alive(office, name):
    drop(office, b"name\n?!\n", name)
    told = said(office)
    for live in ("<!channel>", "\u202e", "x" * 61):
        assert live not in told
    drop(office, CSV, name)
    file, _ = results(office)
    assert file["name"] == "batch-2026-03-01.csv"
