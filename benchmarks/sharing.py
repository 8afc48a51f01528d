"""How often labs find each other's operators by exchanged hashes, and how often strangers: `make bench-sharing`.

Simulated labs (app/worlds) of one internet: access lines, carriers, privacy VPNs, rented pools, mail providers, common
clients and name scripts are the same in all of them; customers, cards, machines, offices and servers are not. Every
lab has three drawn operators of its own; neighbours in the list have one operator more in common. Every lab sends
every other one the package that `share export` would make of its rings, and matches as `share match` does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from app.exports.sharing.choose import Held, choose
from app.exports.sharing.hashing import SHARED_KINDS, Hasher
from app.exports.sharing.local import HOLDERS, Digest, named
from app.exports.sharing.match import Hit, Match, match
from app.exports.sharing.source import COUNTED
from app.exports.sharing.state import Live
from app.ingest.addresses import canonical_address
from app.ingest.mail import canonical_mail
from app.worlds import simulate
from app.worlds.draw import draw_rings
from app.worlds.spec import WorldSpec

SECRET = Hasher(b"s" * 32)
SCHEME = f"shared:{SECRET.fingerprint}"
TRAPS = {"classrooms": 0.02, "prepaid": 0.02, "carriers": 0.05, "vpn_only": 0.03, "programs": 0.02}


@dataclass
class Lab:
    """One lab's data as its graph would have it."""

    name: str
    accounts: int
    operators: dict[str, str]
    """Ring -> infrastructure, or the ring's own name."""
    held: dict[str, list[Held]]
    holders: dict[tuple[str, str], list[dict[str, str | None]]]
    values: dict[str, list[str]]


def spec_of(at: int, accounts: int, days: int, partner: str, size: int) -> WorldSpec:
    """Three drawn operators of its own, and the one that the lab has in common with its neighbour."""
    drawn = [
        replace(
            one,
            size=min(one.size, size),
            addresses=min(one.addresses, 60),
            pool=f"lab{at} {one.pool}" if "pool-of" in one.pool else one.pool,  # the others are rented by all the world
        )
        for one in draw_rings(900 + at, 4, days)
    ]
    common = replace(drawn[0], infrastructure=partner, operator=partner, pool=partner if drawn[0].pool else "")
    return WorldSpec(seed=500 + at, accounts=accounts, days=days, lab=f"lab{at}", rings=(common, *drawn[1:]), **TRAPS)


def read(folder: Path, spec: WorldSpec) -> Lab:
    """Links of all accounts by kind, as ingestion has them."""
    db = duckdb.connect()
    feeds = {
        kind: f"read_parquet('{folder}/{kind}*.parquet')" for kind in ("accounts", "payments", "exchanges", "logins")
    }
    db.execute(
        f"""CREATE TABLE seen AS
        SELECT DISTINCT * FROM (
            SELECT account_id, 'ip' AS kind, ip AS value FROM {feeds["exchanges"]}
            UNION ALL SELECT account_id, 'ip', signup_ip FROM {feeds["accounts"]}
            UNION ALL SELECT account_id, 'ip', ip FROM {feeds["logins"]}
            UNION ALL SELECT account_id, 'client', client FROM {feeds["exchanges"]}
            UNION ALL SELECT account_id, 'client', signup_client FROM {feeds["accounts"]}
            UNION ALL SELECT account_id, 'device', device_id FROM {feeds["exchanges"]}
            UNION ALL SELECT account_id, 'device', signup_device FROM {feeds["accounts"]}
            UNION ALL SELECT account_id, 'instrument', instrument_id FROM {feeds["payments"]}
            UNION ALL SELECT account_id, 'email', email FROM {feeds["accounts"]}
        ) WHERE value IS NOT NULL AND value <> ''"""
    )
    raw = [row[0] for row in db.execute("SELECT DISTINCT value FROM seen WHERE kind = 'ip'").fetchall()]
    subnets = pa.table(
        {"value": raw, "subnet": [found.subnet if (found := canonical_address(ip)) else None for ip in raw]}
    )
    mail = [row[0] for row in db.execute("SELECT DISTINCT value FROM seen WHERE kind = 'email'").fetchall()]
    folded = [canonical_mail(text) for text in mail]
    mails = pa.table(
        {"value": mail, "domain": [m and m.domain for m in folded], "pattern": [m and m.pattern for m in folded]}
    )
    db.register("subnets", subnets)
    db.register("mails", mails)
    truth = pd.read_csv(folder / "truth" / "truth.csv", keep_default_na=False)
    db.register("truth", truth)
    db.execute(
        """CREATE TABLE links AS SELECT DISTINCT l.*, nullif(t.ring, '') AS ring FROM (
            SELECT * FROM seen WHERE kind <> 'email'
            UNION ALL SELECT account_id, 'subnet', subnet FROM seen JOIN subnets USING (value) WHERE kind = 'ip'
            UNION ALL SELECT account_id, 'email_domain', domain FROM seen JOIN mails USING (value) WHERE kind = 'email'
            UNION ALL SELECT account_id, 'email_pattern', pattern FROM seen JOIN mails USING (value)
            WHERE kind = 'email'
        ) l JOIN truth t USING (account_id)"""
    )
    held: dict[str, list[Held]] = defaultdict(list)
    for ring, *row in db.execute(
        """SELECT r.ring, kind, value, r.members, t.holders, t.outsiders
        FROM (SELECT ring, kind, value, count(*) AS members FROM links WHERE ring IS NOT NULL GROUP BY ALL) r
        JOIN (SELECT kind, value, count(*) AS holders, count(*) FILTER (ring IS NULL) AS outsiders
            FROM links GROUP BY ALL) t
        USING (kind, value) WHERE r.members >= 2 ORDER BY ALL"""
    ).fetchall():
        held[ring].append(Held(*row))
    holders: dict[tuple[str, str], list[dict[str, str | None]]] = defaultdict(list)
    for account, kind, value, ring in db.execute(
        "SELECT account_id, kind, value, ring FROM links ORDER BY 1"
    ).fetchall():
        holders[kind, value].append({"account_id": account, "ring_id": ring, "state": "flagged" if ring else None})
    values = {kind: sorted(value for of, value in holders if of == kind) for kind in SHARED_KINDS}
    operators = {f"ring-{at + 1}": one.infrastructure or f"{spec.lab} {at}" for at, one in enumerate(spec.rings)}
    return Lab(spec.lab, len(truth), operators, held, holders, values)


def sent(lab: Lab) -> dict[Digest, list[Live]]:
    """What its package names; the ring is told by its operator, to judge the match by."""
    until = datetime.now(UTC) + timedelta(days=1)
    wanted: dict[Digest, list[Live]] = defaultdict(list)
    for ring, found in lab.held.items():
        for one in choose(found, COUNTED)[0]:
            digest = SECRET.digest(one.kind, one.value)
            wanted[SCHEME, one.kind, digest].append(
                Live(SCHEME, one.kind, digest, lab.name, lab.name, lab.operators[ring], "amber", until)
            )
    return wanted


def matches(wanted: Mapping[Digest, Sequence[Live]], lab: Lab) -> list[Match]:
    """What the other lab finds."""
    hits = [
        Hit(kind, value, live, tuple(lab.holders[kind, value][:HOLDERS]), len(lab.holders[kind, value]) > HOLDERS)
        for kind in SHARED_KINDS
        for value, live in named(wanted, kind, lab.values[kind], {SCHEME: SECRET}, b"k" * 32)
    ]
    return match(hits, lab.accounts)


def main() -> None:
    """Print the rates as a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--labs", type=int, default=20)
    parser.add_argument("--accounts", type=int, default=5_000)
    parser.add_argument("--days", type=int, default=8)
    parser.add_argument("--size", type=int, default=200, help="most accounts of a ring")
    options = parser.parse_args()
    began = time.perf_counter()
    labs = []
    with tempfile.TemporaryDirectory() as folder:
        for at in range(options.labs):
            spec = spec_of(at, options.accounts, options.days, f"operator{at // 2}", options.size)
            simulate(Path(folder) / spec.lab, spec)
            labs.append(read(Path(folder) / spec.lab, spec))
            print(
                f"{spec.lab}: {labs[-1].accounts} accounts, {sum(map(len, labs[-1].held.values()))} shared",
                file=sys.stderr,
            )
    report(labs)
    print(f"\n{time.perf_counter() - began:.0f} s", file=sys.stderr)


def report(labs: list[Lab]) -> None:
    """Count what strangers and partners found in each other's data."""
    count: Counter[str] = Counter()
    false_kinds: Counter[str] = Counter()
    for sender in labs:
        wanted = sent(sender)
        count["indicators"] += sum(map(len, wanted.values()))
        named_rings = {live.ring for lives in wanted.values() for live in lives}
        for lab in labs:
            if lab is sender:
                continue
            there = set(lab.operators.values())
            found = matches(wanted, lab)
            count["foreign rings"] += len(named_rings - there)
            count["local accounts"] += lab.accounts
            count["common"] += len({ring for ring in sender.operators.values() if ring in there})
            count["common sent"] += len(named_rings & there)
            for level in ("any", "likely"):
                kept = [one for one in found if one.likely or level == "any"]
                right = {one.ring for one in kept if lab.operators.get(one.subject) == one.ring}
                wrong = [one for one in kept if lab.operators.get(one.subject) != one.ring]
                count[f"{level}: found"] += len(right)
                count[f"{level}: false rings"] += len({one.ring for one in wrong} - there)
                count[f"{level}: false to local rings"] += len([one for one in wrong if one.state])
                count[f"{level}: innocents"] += len({one.subject for one in wrong if not one.state})
                if level == "likely":
                    false_kinds.update(" ".join(one.families) for one in wrong)
    pairs = len(labs) * (len(labs) - 1)
    print(f"{len(labs)} labs, {pairs} ordered pairs, {count['indicators']} indicators sent by each lab in all")
    print("\n| | any shared indicator | likely (two families) |\n|---|---|---|")
    rows = {
        "operators in common that were found": ("found", "common", 1),
        "unrelated rings that matched anything": ("false rings", "foreign rings", 1),
        "matches with the wrong local ring, a pair of labs": ("false to local rings", None, pairs),
        "innocent accounts matched, per 100,000 and package": ("innocents", "local accounts", 1e-5),
    }
    for label, (what, base, per) in rows.items():
        cells = []
        for level in ("any", "likely"):
            hit = count[f"{level}: {what}"]
            total = count[base] if base else 1
            cells.append(f"{hit} of {total} ({hit / total:.4f})" if base and per == 1 else f"{hit / total / per:.3f}")
        print(f"| {label} | {' | '.join(cells)} |")
    print(f"\noperators in common whose rings had something to send: {count['common sent']} of {count['common']}")
    print("families of false likely matches:", dict(false_kinds))


if __name__ == "__main__":
    main()
