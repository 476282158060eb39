"""Getting and starting the local Slack, with programs that misbehave."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.demo import localslack
from bot.demo.localslack import Missing, NotStarted, digest_of, is_loopback, obtain, start, unpack


def program(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


WITHOUT_PACKAGES = """
import sys
from pathlib import Path
from bot.demo.localslack import obtain
print(obtain(Path(sys.argv[1]), {"PATH": sys.argv[1]}).reason)
"""


def test_without_npm_the_reason_says_what_to_install(tmp_path: Path) -> None:
    # Without site-packages, so that no installed package brings npm.
    told = subprocess.run(
        [sys.executable, "-S", "-c", WITHOUT_PACKAGES, str(tmp_path)],
        cwd=Path(__file__).parent.parent.parent,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "install Node.js" in told
    assert told.count("\n") == 1


def test_npm_that_fails_is_told_in_its_own_words(tmp_path: Path) -> None:
    program(tmp_path, "npm", "echo 'npm error network is down' >&2; exit 1")
    missing = obtain(tmp_path / "tools", {"PATH": f"{tmp_path}:/usr/bin:/bin"})
    assert isinstance(missing, Missing)
    assert "npm error network is down" in missing.reason


def test_an_archive_that_is_not_the_pinned_one_is_not_used(tmp_path: Path) -> None:
    program(tmp_path, "npm", "echo harmless > local-slack-linux-x64-0.1.8.tgz")
    missing = obtain(tmp_path / "tools", {"PATH": f"{tmp_path}:/usr/bin:/bin"})
    assert isinstance(missing, Missing)
    assert "not the pinned file" in missing.reason
    assert not (tmp_path / "tools").exists()


def test_npm_sees_no_token(tmp_path: Path) -> None:
    program(tmp_path, "npm", f"env > {tmp_path}/seen; exit 1")
    secrets = {"SLACK_BOT_TOKEN": "xoxb-1", "DESK_HOME": "/x", "DATABASE_URL": "postgresql://u:p@h/d"}
    obtain(tmp_path / "tools", {"PATH": f"{tmp_path}:/usr/bin:/bin", "HOME": str(tmp_path), **secrets})
    seen = (tmp_path / "seen").read_text()
    assert "HOME=" in seen
    assert not any(name in seen for name in secrets)


def test_a_changed_binary_is_not_run(tmp_path: Path) -> None:
    place = tmp_path / f"local-slack-{localslack.VERSION}"
    place.mkdir()
    tampered = program(place, "local-slack", "echo pwned")
    assert digest_of(tampered) != localslack.BINARY_SHA256
    program(tmp_path, "npm", "exit 1")
    assert isinstance(obtain(tmp_path, {"PATH": f"{tmp_path}:/usr/bin:/bin"}), Missing)


def test_what_is_missing_stays_missing(tmp_path: Path) -> None:
    assert unpack(Missing("why"), tmp_path / "x") == Missing("why")


def test_a_program_that_says_no_address_did_not_start(tmp_path: Path) -> None:
    with pytest.raises(NotStarted, match="config is broken"):
        start(program(tmp_path, "broken", "echo config is broken"))


def test_a_program_that_listens_nowhere_is_ended(tmp_path: Path) -> None:
    liar = program(tmp_path, "liar", "echo '  Web UI:  http://127.0.0.1:1'; cat > /dev/null")
    with pytest.raises(NotStarted, match="listens on nothing"):
        start(liar)


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("0100007F", True),
        ("00000000", False),
        ("0101A8C0", False),
        ("00000000000000000000000001000000", True),
        ("00000000000000000000000000000000", False),
    ],
)
def test_which_addresses_are_loopback(address: str, loopback: bool) -> None:
    assert is_loopback(address) is loopback
