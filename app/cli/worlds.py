"""Verbs about labelled worlds: simulate, evaluate."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.output import emit_json, emit_table, setup_logs, stderr
from app.cli.root import cli
from app.errors import UsageError
from app.settings import load_settings

if TYPE_CHECKING:
    from app.worlds import WorldSpec

JSON = typer.Option(False, "--json", help="One JSON document on stdout.")


@cli.command("simulate")
def simulate_verb(
    out: Annotated[
        Path | None, typer.Argument(metavar="OUT", help="A new directory for the feed files and their truth.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Another seed is another world.")] = None,
    accounts: Annotated[int | None, typer.Option(min=100, max=5_000_000, help="Honest accounts.")] = None,
    days: Annotated[int | None, typer.Option(min=1, max=400)] = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--preset",
            help="seed, small, none, mixed (default), two-on-one-pool, evasive, resellers, traps, million, needle or "
            "campaign.",
        ),
    ] = None,
    world: Annotated[Path | None, typer.Option(metavar="FILE.toml", help="A whole world instead of a preset.")] = None,
    sets: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Turn a knob, e.g. rings.0.synchrony=0.5.")
    ] = None,
    scale: Annotated[float | None, typer.Option(min=0.0001, max=10, help="Times accounts, rings and volumes.")] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Every exchange of a preset that thins its log: campaign, 250 M, not 30 M.")
    ] = False,
    rings: Annotated[int | None, typer.Option(min=0, max=50, help="Rings drawn at random (preset mixed).")] = None,
    evasion: Annotated[str | None, typer.Option(help="plain, careful or evasive: the tier of rings drawn.")] = None,
    form: Annotated[str, typer.Option("--format", help="parquet, csv, csv.gz or jsonl.gz.")] = "parquet",
    describe: Annotated[bool, typer.Option("--describe", help="Print every knob and write nothing.")] = False,
    print_world: Annotated[
        bool, typer.Option("--print-world", help="Print the world as TOML, for --world, and write no feed.")
    ] = False,
    as_json: bool = JSON,
) -> None:
    """Write a labelled world: honest populations that share things, and rings that try not to."""
    from app.worlds.knobs import written

    setup_logs()
    if describe:
        return print_knobs(as_json)
    plain: dict[str, Any] = {"seed": seed, "accounts": accounts, "days": days, "volume": 1.0 if full else None}
    spec = chosen_world(name, world, {key: value for key, value in plain.items() if value is not None}, sets or [],
                        scale, rings, evasion)  # fmt: skip
    if print_world:
        return typer.echo(written(spec), nl=False)
    if out is None:
        raise UsageError("needs a directory to write to", do="ringleader simulate OUT")
    return write_world(out, spec, form, as_json)


def chosen_world(
    name: str | None, file: Path | None, plain: dict[str, Any], sets: list[str], scale: float | None,
    rings: int | None, tier: str | None,
) -> WorldSpec:  # fmt: skip
    """The world that the options ask for: a preset or a file, scaled, then changed. Raises UsageError."""
    from app.worlds import preset, scaled
    from app.worlds.draw import draw_rings
    from app.worlds.knobs import changed, read_world

    if name and file:
        raise UsageError("--preset and --world are two worlds", do="Give one of them")
    if tier not in (None, "plain", "careful", "evasive"):
        raise UsageError(f"no tier named {tier!r}", do="Known: plain, careful, evasive")
    drawn = file is None and name in (None, "mixed")
    if not drawn and (rings is not None or tier is not None):
        raise UsageError("--rings and --evasion draw rings and go with --preset mixed")
    spec = scaled(read_world(file) if file else preset(name or "mixed"), 1.0 if scale is None else scale)
    spec = replace(spec, **plain)
    spec = changed(spec, [each for each in sets if not each.startswith("rings")])
    if drawn:
        made = draw_rings(spec.seed, rings, spec.days, tier)  # type: ignore[arg-type]
        spec = scaled(replace(spec, rings=made), 1.0 if scale is None else scale, rings_only=True)
    return changed(spec, [each for each in sets if each.startswith("rings")])


def write_world(out: Path, spec: WorldSpec, form: str, as_json: bool) -> None:
    """Write it and tell the counts."""
    from app.ingest.progress import bar
    from app.worlds import simulate

    with bar(stderr) as report:
        counts = simulate(out, spec, form, report)
    if as_json:
        emit_json(counts)
    else:
        rows = [(key.replace("_", " "), f"{value:,}") for key, value in counts.items()]
        emit_table(f"Wrote {out}", ("", "count"), rows, right=("count",))


def print_knobs(as_json: bool) -> None:
    """Every knob of a world and of a ring."""
    from app.worlds.knobs import knobs

    if as_json:
        emit_json({"knobs": [asdict(knob) for knob in knobs()]})
    else:
        rows = [(knob.key, knob.type, knob.default, knob.meaning) for knob in knobs()]
        emit_table("Knobs of a world (N: the number of a ring, from 0)", ("key", "type", "default", "meaning"), rows)


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
