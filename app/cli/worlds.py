"""Verbs about labelled worlds: simulate, evaluate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.output import emit_json, emit_table, setup_logs, stderr
from app.cli.root import cli
from app.errors import UsageError
from app.settings import load_settings

JSON = typer.Option(False, "--json", help="One JSON document on stdout.")


@cli.command("simulate")
def simulate_verb(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A new directory for the feed files and their truth.")],
    seed: Annotated[int | None, typer.Option(help="Another seed is another world.")] = None,
    accounts: Annotated[int | None, typer.Option(min=100, max=5_000_000, help="Honest accounts.")] = None,
    days: Annotated[int | None, typer.Option(min=1, max=400)] = None,
    name: Annotated[str, typer.Option("--preset", help="seed, small, none or mixed.")] = "mixed",
    rings: Annotated[int | None, typer.Option(min=0, max=50, help="Rings drawn at random (preset mixed).")] = None,
    evasion: Annotated[str | None, typer.Option(help="plain, careful or evasive: the tier of rings drawn.")] = None,
    form: Annotated[str, typer.Option("--format", help="parquet, csv, csv.gz or jsonl.gz.")] = "parquet",
    as_json: bool = JSON,
) -> None:
    """Write a labelled world: honest populations that share things, and rings that try not to."""
    from dataclasses import replace

    from app.ingest.progress import bar
    from app.worlds import preset, simulate
    from app.worlds.draw import draw_rings

    setup_logs()
    if evasion not in (None, "plain", "careful", "evasive"):
        raise UsageError(f"no tier named {evasion!r}", do="Known: plain, careful, evasive")
    changes: dict[str, Any] = {"seed": seed, "accounts": accounts, "days": days}
    spec = replace(preset(name), **{key: value for key, value in changes.items() if value is not None})
    if name == "mixed":
        spec = replace(spec, rings=draw_rings(spec.seed, rings, spec.days, evasion))  # type: ignore[arg-type]
    elif rings is not None or evasion is not None:
        raise UsageError("--rings and --evasion draw rings and go with --preset mixed")
    with bar(stderr) as report:
        counts = simulate(out, spec, form, report)
    if as_json:
        emit_json(counts)
    else:
        rows = [(key.replace("_", " "), f"{value:,}") for key, value in counts.items()]
        emit_table(f"Wrote {out}", ("", "count"), rows, right=("count",))


@cli.command("evaluate")
def evaluate_verb(
    truth_file: Annotated[Path, typer.Option("--truth", metavar="FILE", help="truth.csv of the world.")],
    memberships: Annotated[
        Path | None, typer.Option(help="Score this CSV (ring_id, account_id) instead of the graph.")
    ] = None,
    as_json: bool = JSON,
) -> None:
    """Score the flagged rings against a truth file."""
    from app.evaluation import evaluate, join, read_truth

    setup_logs()
    truth = read_truth(truth_file)
    found, attributes = _from_file(memberships) if memberships else _from_graph()
    known = None if attributes is None else set(attributes["account_id"])
    report = evaluate(join(truth, found, known, str(truth_file)), attributes)
    if as_json:
        emit_json(report)
    else:
        print_evaluation(report)


def _from_graph() -> tuple[dict[str, str], Any]:
    import pandas as pd

    from app.evaluation.queries import READ_ACCOUNTS, READ_MEMBERSHIPS
    from app.graph import open_store

    with open_store(load_settings()) as store:
        rows = store.read(READ_MEMBERSHIPS)
        accounts = pd.DataFrame(store.read(READ_ACCOUNTS), columns=["account_id", "country", "plan"])
    return {account: row["ring_id"] for row in rows for account in row["account_ids"]}, accounts


def _from_file(path: Path) -> tuple[dict[str, str], Any]:
    import pandas as pd

    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False)
        return dict(zip(table["account_id"], table["ring_id"], strict=True)), None
    except FileNotFoundError as error:
        raise UsageError("there is no such file", where=str(path)) from error
    except (KeyError, ValueError) as error:
        raise UsageError("needs the columns ring_id and account_id", where=str(path)) from error


def print_evaluation(report: dict[str, Any]) -> None:
    """The evaluation as tables."""

    def show(value: float | None) -> str:
        return "-" if value is None else f"{value:.3f}"

    emit_table(
        "Against the truth",
        ("", "precision", "recall", "F1"),
        [(name, *(show(report[name][part]) for part in ("precision", "recall", "f1")))
         for name in ("accounts", "pairwise", "bcubed")],
        right=("precision", "recall", "F1"),
    )  # fmt: skip
    emit_table(
        "True rings",
        ("ring", "operator", "accounts", "found as", "precision", "recall"),
        [(ring["truth_ring"], ring["operator"], f"{ring['size']:,}", ring["found_as"] or "missed",
          show(ring["precision"]), show(ring["recall"])) for ring in report["rings"]],
        right=("accounts", "precision", "recall"),
    )  # fmt: skip
    emit_table(
        "Honest populations",
        ("population", "accounts", "flagged", "groups", "groups flagged"),
        [(each["population"], f"{each['accounts']:,}", each["flagged"], each["groups"], each["groups_flagged"])
         for each in report["populations"]],
        right=("accounts", "flagged", "groups", "groups flagged"),
    )  # fmt: skip
    per = show(report["innocents_per_100k"])
    emit_table(
        "Errors",
        ("", "count"),
        [("false rings", report["false_rings"]), ("rings that mix operators", report["mixed_rings"]),
         ("innocents per 100,000", per)],
        right=("count",),
    )  # fmt: skip
