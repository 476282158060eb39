"""The command line's batch: `desk screen` reads a file of names and says of each what the lists say.

Exit status: 0 all rows were screened; 1 some could not be read, or no list is loaded; 2 wrong usage, or an input
that cannot be read as a whole.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final, TextIO

import typer

from bot import app as root
from bot.blocks import batch as batch_blocks
from bot.blocks import law
from bot.core.batch import Result, result_json
from bot.core.batch_rows import COLUMNS, BadRow, Row, Unreadable, Unused, read_rows
from bot.core.screening import Answer, Band, Status, outside
from bot.printing import as_json, assessment_words, source_text, visible
from bot.services import batch, questions, terminal
from bot.services.batch import BatchProblem, Job
from bot.services.batch_output import Output, Run, record_of, sha256_of
from bot.settings import Settings
from bot.version import __version__
from storage.db import Database

INTERRUPTED: Final = 130
FORMS: Final = {".csv": "csv", ".jsonl": "json", ".ndjson": "json", ".json": "json"}
"""What a file of results holds, by its extension; any other holds readable lines."""


class BadBatch(ValueError):
    """A batch that cannot be begun; the text names what was wrong and what to do."""


EXPECTED: Final = (BadBatch, BatchProblem)


def register(cli: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the command to the command line."""

    @cli.command("screen")
    def on_screen(
        source: Annotated[str, typer.Argument(metavar="INPUT", help="CSV, JSON Lines, names one a line, or -.")],
        out: Annotated[Path | None, typer.Option(help="Write results to this file (.csv, .jsonl or text).")] = None,
        limit: Annotated[int, typer.Option(min=1, max=50, help="Matches shown of each row.")] = 5,
        min_band: Annotated[Band, typer.Option(help="Show matches down to this band.")] = Band.POSSIBLE,
        workers: Annotated[int, typer.Option(min=0, max=256, help="Processes; 0 takes all usable cores.")] = 0,
        resume: Annotated[bool, typer.Option("--resume", help="Go on after the last result in --out.")] = False,
        restart: Annotated[bool, typer.Option("--restart", help="Write --out anew.")] = False,
        progress: Annotated[bool, typer.Option("--progress", help="Tell progress also when piped.")] = False,
        user: Annotated[str, typer.Option("--as", help="Whose view of the team's decisions: a member id (U…).")] = "",
        channel: Annotated[
            str, typer.Option(help="Channel id (C…): decisions made in a private one count there.")
        ] = "",
        team: Annotated[str, typer.Option(help="Team id, where there are several.")] = "",
        json: Annotated[bool, typer.Option("--json", help="Print JSON Lines for programs.")] = False,
    ) -> None:
        """What the lists say of each name in a file."""
        _refuse_odd(source, out, resume, restart)
        form = "json" if json else FORMS.get(out.suffix.casefold(), "text") if out else "text"
        db = root.open_database(config := settings())
        desk = root.build_desk(config, db)
        readers = terminal.readers(desk, team, channel, user)
        job = batch.prepare(db, root.now(), RENDER[form], min_band, root.index_folder(config), readers)
        if not job.dates:
            typer.echo("desk: no list is loaded: run `desk refresh` first; nothing was screened", err=True)
            raise typer.Exit(1)
        plan = Plan(source, out, form, limit, resume, restart, workers or batch.usable_cores())
        said = Teller(sys.stderr, progress)
        scope = scope_text(batch.scope_of(job.states, job.at, config.not_searched))
        try:
            _screen(plan, job, db, said, scope)
        except KeyboardInterrupt:
            said.end_line()
            more = "; the same command with --resume goes on" if out and source != "-" else ""
            typer.echo(f"desk: interrupted{more}", err=True)
            raise typer.Exit(INTERRUPTED) from None
        finally:
            if said.counts:
                questions.remember_batch(desk, readers, said.counts, root.now(), job.generations)
        if said.bad:
            raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class Plan:
    """A batch as it was asked for."""

    source: str
    out: Path | None
    form: str
    limit: int
    resume: bool
    restart: bool
    workers: int


def _refuse_odd(source: str, out: Path | None, resume: bool, restart: bool) -> None:
    if (resume or restart) and out is None:
        raise BadBatch("--resume and --restart need --out, the file with the results so far")
    if resume and restart:
        raise BadBatch("--resume goes on, --restart begins anew: give one of them")
    if resume and source == "-":
        raise BadBatch("--resume needs a file: of standard input nobody can say whether it is the same")
    if out is None or source == "-" or not Path(source).exists():
        return
    if any(path.exists() and path.samefile(source) for path in (out, record_of(out))):
        raise BadBatch(f"--out {out} is the input itself, or keeps its record there")
    if resume and not Path(source).is_file():
        raise BadBatch(f"--resume needs a file: of {source} nobody can say whether it is the same")


def _screen(plan: Plan, job: Job, db: Database, said: Teller, scope: str) -> None:
    with ExitStack() as stack:
        rows, digest = _open(plan, stack)
        output = _output(plan, job, digest)
        if output is not None:
            stack.enter_context(output)
            output.start(START.get(plan.form, scope))
            said.resumed(output.progress.line)
        good = said.heard(rows, output.progress.line if output else 0)
        for done in batch.run(job, db, good, plan.workers):
            if output is not None:
                output.add(done)
            else:
                typer.echo(done.text, nl=False)
            said.add(done.counts)
        if output is not None:
            output.finish()
    said.finish(output.counts if output is not None else said.counts)
    typer.echo(scope, nl=False, err=plan.form != "text" or output is not None)


def _open(plan: Plan, stack: ExitStack) -> tuple[Iterator[Row | BadRow | Unused], str]:
    """The rows of the input, and its hash where it is a file whose results may be gone on with."""
    path, digest = Path(plan.source), ""
    try:
        if plan.source != "-" and plan.out is not None and path.is_file():
            digest = sha256_of(path)
        opened = nullcontext(sys.stdin.buffer) if plan.source == "-" else path.open("rb")
        stream: Any = stack.enter_context(opened)
        return read_rows(batch.text_lines(stream), path.name, plan.limit), digest
    except OSError as error:
        raise BadBatch(f"cannot read {plan.source}: {error.strerror}") from None
    except Unreadable as problem:
        raise BadBatch(f"cannot screen {_input_name(plan.source)}: {problem}") from None


def _input_name(source: str) -> str:
    return "standard input" if source == "-" else source


def _output(plan: Plan, job: Job, digest: str) -> Output | None:
    if plan.out is None:
        return None
    options = {"form": plan.form, "limit": plan.limit, "min_band": job.least.value, "program": __version__}
    states = {state.source: state for state in job.states}
    stands = {
        source: f"list of {states[source].list_date or 'no date'}, version {number}"
        for source, number in sorted(job.generations.items())
    }
    if job.audience is not None:
        seen_by = f"{job.audience.user or 'the team'}, {job.audience.channel or 'no channel'}"
        stands["decisions"] = f"number {job.decisions}, as seen by {seen_by}"
    run = Run(Path(plan.source).name, digest, options, stands)
    return Output(plan.out, run, resume=plan.resume, restart=plan.restart)


@dataclass
class Teller:
    """What is told on standard error: bad rows, progress, and the pace at the end."""

    stream: TextIO
    asked: bool
    counts: Counter[Status] = field(default_factory=Counter)
    bad: int = 0
    _since: float = field(default_factory=time.monotonic)
    _last: float = 0.0
    _open: bool = False

    def heard(self, rows: Iterable[Row | BadRow | Unused], after: int) -> Iterator[Row | BadRow]:
        """The rows to write; bad ones are told here too, those done before are passed over."""
        for row in rows:
            if isinstance(row, Unused):
                named = ", ".join(f"“{visible(column)}”" for column in row.columns[:8])
                self._write(f"columns not used: {named}; known are {', '.join(COLUMNS)}\n")
                continue
            if isinstance(row, BadRow):
                self.bad += 1
                self.end_line()
                self._write(f"line {row.line}: not screened: {visible(row.problem)}\n")
            if row.line > after:
                yield row

    def resumed(self, line: int) -> None:
        """Say where an interrupted run goes on."""
        if line:
            self._write(f"results up to line {line} are there; going on\n")

    def add(self, counts: Mapping[Status, int]) -> None:
        """Count a chunk, and tell it where somebody looks."""
        self.counts.update(counts)
        now = time.monotonic()
        is_terminal = self.stream.isatty()
        if (is_terminal and now - self._last > 0.2) or (self.asked and not is_terminal and now - self._last > 5):
            self._last = now
            self._write(f"\r{self._pace()}" if is_terminal else f"{self._pace()}\n")
            self._open = is_terminal

    def finish(self, counts: Counter[Status]) -> None:
        """Tell the counts and the pace."""
        self.end_line()
        named = [f"{counts[status]:,} {words}" for status, words in batch_blocks.COUNTED.items() if counts[status]]
        bad = [f"{self.bad:,} not screened (see above)"] if self.bad else []
        before = counts.total() - self.counts.total()
        self._write(f"{self._pace()}{f'; {before:,} more before this run' if before > 0 else ''}\n")
        self._write("".join(f"  {line}\n" for line in (*named, *bad)))

    def end_line(self) -> None:
        """Leave the line of the counter."""
        if self._open:
            self._write("\n")
            self._open = False

    def _pace(self) -> str:
        took, rows = time.monotonic() - self._since, self.counts.total()
        return f"{rows:,} rows screened in {took:,.1f} s, {rows / max(took, 0.001):,.0f} rows/s"

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


def scope_text(scope: Answer) -> str:
    """What was searched and what was not: no row without a match means anything without it."""
    told = ["SAMPLE DATA, not for compliance"] if scope.sample else []
    told += [f"searched: {source_text(state)}" for state in scope.sources]
    told += [f"not loaded: {', '.join(scope.missing)}"] if scope.missing else []
    told += [f"not searched: {'; '.join(elsewhere)}"] if (elsewhere := outside(scope)) else []
    return "\n".join([*told, "a row without a match is not a clearance"]) + "\n"


def json_text(results: Sequence[Result | BadRow], dates: Mapping[str, str | None]) -> str:
    """Results as JSON Lines; a row that was not screened has none, it is told on standard error."""
    told = (result for result in results if isinstance(result, Result))
    return "".join(as_json(result_json(result, dates)) + "\n" for result in told)


def plain_text(results: Sequence[Result | BadRow], _dates: Mapping[str, str | None]) -> str:
    """Results in lines for a person."""
    return "".join(
        f"{result.line} not screened: {visible(result.problem)}.\n" if isinstance(result, BadRow) else _lines(result)
        for result in results
    )


def _lines(result: Result) -> str:
    row = result.row
    number = f"{row.line}" if row.id is None else f"{row.line} (id {visible(str(row.id))})"
    told = [f"{number} {visible(row.name)}: {visible(batch_blocks.verdict(result))}."]
    for match in result.matches:
        told.append(
            f"    {visible(match.caption)} ({match.type}, {match.band}): {visible('; '.join(law.verdict(match)))}"
        )
        told += [f"      {assessment_words(each)}" for each in result.assessments.get(match.entity, ())]
        refs = [f"{i.listing.source}:{i.listing.ref}, list of {i.list_date or 'no date'}" for i in match.listings]
        told.append(f"      {visible('; '.join(refs))}")
    return "\n".join(told) + "\n"


RENDER: Final = {"json": json_text, "csv": batch_blocks.csv_text, "text": plain_text}
START: Final = {"json": "", "csv": "\ufeff" + batch_blocks.csv_header()}
"""What a new file begins with; readable lines begin with what was searched."""
