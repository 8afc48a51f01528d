"""How long `attach` takes, warm: `python -m benchmarks.attach [--make 1000000] [--questions 1000]`, in RINGLEADER_HOME.

`--make` first fills an empty graph with so many accounts (Cypher only, no feeds): households on an address, cards of
one or two, free mail domains and offices, popular clients, and rings of 1,000 on shared cards, subnets and clients.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from app.attribution import queries as q
from app.graph import Neo4jStore, load_key, open_store
from app.pipeline.attach import MOST_OF_KIND, Asked, attach_account
from app.settings import load_settings

SLICE = 5_000
RINGS, MEMBERS = 20, 1_000
FILL = """
UNWIND range($low, $high) AS i
WITH i, i < $ringed AS guilty, i / 1000 AS ring, i / 3 AS home
WITH *, CASE WHEN guilty THEN '10.' + ring + '.' + (i % 5)
        ELSE (20 + home / 4194304) + '.' + (home / 16384 % 256) + '.' + (home / 64 % 256) END AS net
CREATE (a:Account {account_id: 'acct-' + i, email_hash: 'hash-' + i, exchanges: 0})
MERGE (x:IpAddress {address: net + '.' + CASE WHEN guilty THEN i % 200 ELSE home % 64 END})
MERGE (n:Network {prefix: net + '.0/24'})
MERGE (x)-[:IN_SUBNET]->(n)
MERGE (p:PaymentInstrument {instrument_id: CASE WHEN guilty THEN 'pi-r' + i / 8 ELSE 'pi-' + (i * 5 / 6) END})
MERGE (c:Client {client: CASE WHEN guilty THEN 'client-r' + i / 300 ELSE 'client-' + toInteger(400 * rand() ^ 3) END})
MERGE (d:EmailDomain {domain: CASE WHEN guilty THEN 'ring' + i / 100 WHEN i % 3 = 0 THEN 'office' + i / 90
                              ELSE 'free' + i % 6 END + '.example'})
MERGE (m:EmailPattern {pattern: 'v1:w' + i % 300})
CREATE (a)-[:SIGNED_UP_FROM]->(x) CREATE (a)-[:SIGNED_UP_WITH]->(c) CREATE (a)-[:PAID_WITH {rank: ''}]->(p)
CREATE (a)-[:HAS_EMAIL_DOMAIN]->(d) CREATE (a)-[:HAS_EMAIL_PATTERN]->(m)
"""
RING = """
UNWIND range(0, $rings - 1) AS n
MERGE (r:Ring {ring_id: 'R-BENCH' + n}) SET r.state = 'flagged', r.size = $members, r.current = true, r.score = 0.99
WITH r, n UNWIND range(n * $members, (n + 1) * $members - 1) AS i
MATCH (a:Account {account_id: 'acct-' + i}) MERGE (a)-[:MEMBER_OF {score: 0.99, from_run: 'D-000001'}]->(r)
"""


def fill(store: Neo4jStore, size: int) -> None:
    """Write the population in slices, and its rings."""
    ringed = RINGS * MEMBERS
    for low in range(0, size, SLICE):
        store.driver.execute_query(FILL, low=low, high=min(low + SLICE, size) - 1, ringed=ringed)
        if low == ringed:
            store.driver.execute_query(RING, rings=RINGS, members=MEMBERS)


def questions(store: Neo4jStore, count: int, seed: int) -> Iterator[tuple[str, Asked]]:
    """What sign-up forms would bring, made from accounts that exist: half from anywhere, half from rings."""
    chance = random.Random(seed)
    (standing,) = store.read(q.READ_STANDING, at=datetime.now(UTC))
    step = max(1, standing["population"] // (2 * count))
    (anywhere,) = store.read(q.SAMPLE_ACCOUNTS, step=step, most=4 * count)
    ringed = [a for row in store.read(q.LIST_RING_ACCOUNTS, states=["flagged", "confirmed"]) for a in row["accounts"]]
    for name, accounts in (("anywhere", anywhere["accounts"]), ("ring", ringed)):
        for account in chance.sample(accounts, min(count // 2, len(accounts))):
            rows = store.read(q.LIST_ACCOUNT_VALUES, account=account, most=MOST_OF_KIND)
            values = {row["kind"]: chance.choice(row["values"]) for row in rows}
            given = {kind: [values[kind]] for kind in ("ip", "instrument", "client", "device") if kind in values}
            given["email"] = [f"new.person{chance.randrange(999)}@{values.get('email_domain', 'free0.example')}"]
            yield name, Asked(identifiers=given)


def main() -> None:
    """Print p50 and p95 in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--make", type=int, default=0)
    parser.add_argument("--questions", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    settings = load_settings()
    key = load_key(settings)
    with open_store(settings) as store:
        if args.make:
            fill(store, args.make)
        asked = list(questions(store, args.questions, args.seed))
        for _, one in asked[:: max(1, len(asked) // 100)]:
            attach_account(store, key, one)
        taken: dict[str, list[float]] = {"anywhere": [], "ring": []}
        joined = dict.fromkeys(taken, 0)
        for name, one in asked:
            start = time.perf_counter()
            found = attach_account(store, key, one)
            taken[name].append(1_000 * (time.perf_counter() - start))
            joined[name] += found.joins is not None
        for name, times in taken.items():
            if not times:
                print(f"{name}: nobody to ask about")
                continue
            times.sort()
            p50, p95 = (times[int(part * (len(times) - 1))] for part in (0.5, 0.95))
            print(
                f"{name}: {len(times)} questions of {found.population:,} accounts, p50 {p50:.1f} ms, p95 {p95:.1f} ms, "
                f"{joined[name]} join a ring"
            )


if __name__ == "__main__":
    main()
