"""Parse: every list in every layout that we have data of, beside a bare reader of the same bytes.

    python -m bench.parse [--runs N] [--large] [--only WORD]

Each figure is the median of fresh processes, peer and parser in turn. A process imports the same modules and loads all
names of countries (a second and a half, once), as a running service has; then the clock starts. Memory is the peak
above what it held then.
The peer reads every element, row or line and keeps nothing: `lxml.iterparse`, `csv.reader`, `orjson`.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.data import peak_mib, shared_data

Peer = Callable[[Any], int]


@dataclass(frozen=True, slots=True)
class Case:
    """A delivery: the module that parses it, its layout, its files in the data folder, and which reader is its peer."""

    module: str
    format: str
    peer: str
    files: tuple[str, ...]


def _family(day: str, *names: str) -> tuple[str, ...]:
    return tuple(f"us_ofac_sdn/{day}/{name}" for name in names)


CASES = (
    Case("us_ofac_sdn", "csv", "csv", ("us_ofac_sdn/2024-05-03/sdn.csv.gz",)),
    Case(
        "us_ofac_sdn",
        "csv ×4",
        "csv",
        _family("2021-07-07", "sdn.csv.gz", "alt.csv.gz", "add.csv.gz", "sdn_comments.csv"),
    ),
    Case("us_ofac_sdn", "enhanced", "xml", ("us_ofac_enhanced/2024-08-28/IRGC_sanctions_ENHANCED.xml.gz",)),
    Case("us_ofac_sdn", "delta", "xml", ("us_ofac_delta/2025-01-13/2025-01-13_delta.xml",)),
    Case("us_ofac_cons", "xml", "xml", ("us_ofac_cons/2026-01-08/consolidated.xml.gz",)),
    Case(
        "us_ofac_cons",
        "csv ×4",
        "csv",
        tuple(f"us_ofac_cons/2025-12-19/cons_{part}" for part in ("prim.csv.gz", "alt.csv", "add.csv", "comments.csv")),
    ),
    Case("us_csl", "csv", "csv", ("us_csl/2022-05-16/consolidated.csv.gz",)),
    Case("eu_fsf", "xml", "xml", ("eu_fsf/2026-08-22/xmlFullSanctionsList_1_1.xml.gz",)),
    Case(
        "eu_oj",
        "csv ×2",
        "csv",
        tuple(f"eu_oj_opensanctions/2026-08-22/consolidated_32014R0{n}.csv.gz" for n in (269, 833)),
    ),
    Case("gb_uksl", "xml", "xml", ("uk_uksl/2026-04-29/UK-Sanctions-List.xml.gz",)),
    Case("gb_uksl", "csv", "csv", ("uk_uksl/2026-04-29/UK-Sanctions-List.csv.gz",)),
    Case("un_sc", "xml", "xml", ("un_sc/2025-11-18/consolidated.xml.gz",)),
    Case("ch_seco", "xml", "xml", ("ch_seco/2025-05-25/seco_official_example_amendment.xml",)),
    Case("ca_sema", "xml", "xml", ("ca_sema/2025-05-25/sema-lmes.xml.gz",)),
    Case("au_dfat", "xlsx", "xlsx", ("au_dfat/2024-12-17/regulation8_consolidated.xlsx",)),
    Case("opensanctions", "ftm", "lines", ("opensanctions/2026-06-03/yente_dataset_parteispenden_entities.ftm.json",)),
    Case("opensanctions", "delta", "lines", ("opensanctions/2024-07-05/yente_entities.delta.json.gz",)),
)
"""Lists and layouts with data in ../shared/data; a layout that is a mere sample shows little of speed."""

LARGE = (
    Case("us_ofac_sdn", "enhanced", "xml", ("SDN_ENHANCED.XML",)),
    Case("us_ofac_sdn", "advanced", "xml", ("SDN_ADVANCED.XML",)),
)
"""More than 100 MB each, of `bench.large`."""


def elements(stream: Any) -> int:
    """Every element of an XML file."""
    from lxml import etree

    count = 0
    for _, element in etree.iterparse(stream):
        element.clear()
        count += 1
    return count


def rows(stream: Any) -> int:
    """Every row of a table."""
    text = io.TextIOWrapper(io.BufferedReader(stream), encoding="utf-8", newline="")
    return sum(1 for _ in csv.reader(text, delimiter=","))


def lines(stream: Any) -> int:
    """Every line of JSON."""
    import orjson

    return sum(1 for line in io.BufferedReader(stream) if orjson.loads(line))


def sheet(stream: Any) -> int:
    """Every element of a spreadsheet's texts and first sheet."""
    with zipfile.ZipFile(stream) as archive:
        wanted = [name for name in archive.namelist() if name.endswith(("sharedStrings.xml", "sheet1.xml"))]
        return sum(elements(archive.open(name)) for name in wanted)


PEERS: dict[str, Peer] = {"xml": elements, "csv": rows, "lines": lines, "xlsx": sheet}


def held_mib() -> float:
    """The memory that this process holds now, in MiB; where the system does not tell, the most it ever held."""
    status = Path("/proc/self/status")
    if not status.exists():
        return peak_mib()
    return int(next(line for line in status.read_text().splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def measure(case: Case, folder: Path, who: str) -> dict[str, Any]:
    """Run the peer or the parser in this process."""
    from bot.core.countries import country_code
    from bot.sources.raw import Raw

    source = importlib.import_module(f"bot.sources.{case.module}").SOURCE
    country_code("a country that is none")
    files = {path: folder / path for path in case.files}
    held, started = held_mib(), time.perf_counter()
    if who == "peer":
        count = 0
        for path in files.values():
            with Raw(path).open() as stream:
                count += PEERS[case.peer](stream)
    else:
        parsed = source.parse(files)
        count = len(parsed.listings) if hasattr(parsed, "listings") else len(parsed.added) + len(parsed.removed)
    return {"seconds": time.perf_counter() - started, "mib": peak_mib() - held, "count": count}


def _child(number: int, is_large: bool, folder: Path, who: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.parse", "--child", str(number), who, str(folder)]
    done = subprocess.run([*command, *(["--large"] if is_large else [])], capture_output=True, text=True, check=False)
    if done.returncode:
        return {"error": done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no answer"}
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def _unpacked(case: Case, folder: Path) -> float:
    from bot.sources.raw import Raw

    total = 0
    for path in case.files:
        with Raw(folder / path).open() as stream:
            while part := stream.read(1 << 20):
                total += len(part)
    return total / 1e6


def is_there(case: Case, folder: Path) -> str:
    """What is missing for a case, or nothing."""
    try:
        importlib.import_module(f"bot.sources.{case.module}").SOURCE  # noqa: B018 - a module may still lack it
    except (ImportError, AttributeError):
        return "no parser yet"
    return "" if all((folder / path).exists() for path in case.files) else "no data"


def table(cases: tuple[Case, ...], folder: Path, runs: int, is_large: bool, only: str) -> None:
    """Print a row for each case."""
    for number, case in enumerate(cases):
        title = f"{case.module:14} {case.format:9}"
        if only not in title:
            continue
        if missing := is_there(case, folder):
            print(f"{title} {missing}")
            continue
        taken: dict[str, list[dict[str, Any]]] = {"peer": [], "parser": []}
        for _ in range(runs):
            for who, found in taken.items():
                found.append(_child(number, is_large, folder, who))
        print(f"{title} {_unpacked(case, folder):8.1f} {_figures(taken)}", flush=True)


def _figures(taken: dict[str, list[dict[str, Any]]]) -> str:
    errors = [run["error"] for found in taken.values() for run in found if "error" in run]
    if errors:
        return f"  {errors[0][:90]}"
    middle = {
        (who, name): statistics.median(run[name] for run in found)
        for who, found in taken.items()
        for name in ("seconds", "mib")
    }
    peer, parser = middle["peer", "seconds"], middle["parser", "seconds"]
    memory = f"{middle['peer', 'mib']:8.0f} {middle['parser', 'mib']:8.0f}"
    return f"{taken['parser'][0]['count']:8,} {peer:8.3f} {parser:8.3f} {parser / peer:6.1f} {memory}"


HEADING = "list           layout          MB  entries   peer s   ours s  ratio peer MiB  our MiB"


def main() -> None:
    """The table, or one measurement in a child."""
    words = argparse.ArgumentParser(prog="python -m bench.parse")
    words.add_argument("--runs", type=int, default=3, help="processes of each kind, of which the median is shown")
    words.add_argument("--large", action="store_true", help="the files of more than 100 MB too")
    words.add_argument("--only", default="", help="rows whose list or layout has this in it")
    words.add_argument("--child", nargs=3, metavar=("NUMBER", "WHO", "FOLDER"), help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.child:
        number, who, folder = given.child
        case = (LARGE if given.large else CASES)[int(number)]
        sys.stdout.write(json.dumps(measure(case, Path(folder), who)))
        return
    print(f"medians of {given.runs} fresh processes\n{HEADING}")
    table(CASES, shared_data(), given.runs, is_large=False, only=given.only)
    if given.large:
        from bench.large import write

        with tempfile.TemporaryDirectory(prefix="desk-large-") as temporary:
            made = write(Path(temporary))
            print(f"files of {made.parties:,} parties, grown from the real exports:")
            table(LARGE, Path(temporary), given.runs, is_large=True, only=given.only)


if __name__ == "__main__":
    main()
