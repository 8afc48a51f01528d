"""`python -m benchmarks.third OUT --seed S --style STYLE`: write one world of the third generator."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.third.draw import STYLES, TIERS, RingOrder, order_of
from benchmarks.third.world import write_world

_TOLD = (
    *("style", "seed", "honest", "ring_accounts", "exchanges", "ring_per_active_day", "honest_per_active_day"),
    *("silent_ring_accounts", "silent_honest", "populations"),
)


def main(arguments: list[str] | None = None) -> int:
    """Parse, write, print the counts as JSON. Exit 2 on wrong use."""
    options = _parser().parse_args(arguments)
    chosen = {name: value for name in ("honest", "days", "rings") if (value := getattr(options, name)) is not None}
    started = time.perf_counter()
    try:
        about = write_world(options.out, order_of(options.style, options.seed, **chosen))
    except (FileExistsError, NotADirectoryError, ValueError) as error:
        print(f"third: {error}", file=sys.stderr)
        return 2
    told = {name: about[name] for name in _TOLD} | {"rings": [_ring(ring) for ring in about["rings"]]}
    print(json.dumps(told | {"seconds": round(time.perf_counter() - started, 1)}))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.third", description=__doc__)
    parser.add_argument("out", type=Path, help="new or empty directory")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--style", choices=STYLES, default="mixed")
    parser.add_argument("--honest", type=_positive, help="honest accounts, about (15000; of style needle 60000)")
    parser.add_argument("--days", type=_positive, help="days of the world (21)")
    parser.add_argument(
        "--rings",
        type=_rings,
        help="instead of those the style draws: SIZE[:TIER[:reseller]], ...; for example 60:plain,200:careful:reseller",
    )
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text}: at least 1")
    return number


def _rings(text: str) -> tuple[RingOrder, ...]:
    return tuple(_ring_order(part) for part in text.split(",") if part)


def _ring_order(text: str) -> RingOrder:
    size, _, rest = text.partition(":")
    tier, _, reseller = rest.partition(":")
    if (tier and tier not in TIERS) or (reseller and reseller != "reseller"):
        raise argparse.ArgumentTypeError(f"{text}: not SIZE[:TIER[:reseller]] with a tier of {', '.join(TIERS)}")
    return RingOrder(_positive(size), tier or None, bool(reseller))


def _ring(ring: dict[str, Any]) -> str:
    """As `--rings` takes it, with the number of cells."""
    return f"{ring['size']}:{ring['tier']}{':reseller' if ring['reseller'] else ''} in {len(ring['cells'])} cells"


if __name__ == "__main__":
    sys.exit(main())
