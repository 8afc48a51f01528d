"""Composes a world and writes it: honest people, look-alikes, rings, measures; then exchanges, feeds and truth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.third import tables
from benchmarks.third.bans import honest_bans
from benchmarks.third.cast import Cast
from benchmarks.third.coverage import Coverage, address_texts
from benchmarks.third.draw import Order
from benchmarks.third.events import cohorts, hackathons
from benchmarks.third.exchanges import Names, write_exchanges
from benchmarks.third.firms import agencies, companies
from benchmarks.third.logins import logins
from benchmarks.third.machines import bulk_users, fleets, reseller_customers
from benchmarks.third.people import carriers, pool_customers, private_people
from benchmarks.third.plan import plan_rings
from benchmarks.third.rings import cast_rings
from benchmarks.third.schools import classrooms, universities
from benchmarks.third.setting import Setting
from benchmarks.third.summary import summary
from benchmarks.third.times import People
from benchmarks.third.traffic import Traffic, draw_traffic
from benchmarks.third.writer import Writer


def write_world(out: Path, order: Order) -> dict[str, Any]:
    """Write a drop directory with truth/truth.csv and _world.json; returns the latter. The directory must be new or
    empty: raises FileExistsError."""
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise FileExistsError(f"{out} is not empty: name a new directory")
    cast, rings = cast_world(order)
    people = _shuffled(cast)
    traffic = draw_traffic(cast.setting, people)
    addresses, hashed = address_texts(cast.setting)
    coverage, writer = Coverage(cast.setting), Writer(out, cast.setting.draw)
    _write_feeds(cast, people, traffic, coverage, writer, addresses)
    (out / "truth").mkdir()
    tables.truth(people.accounts).to_csv(out / "truth" / "truth.csv", index=False)
    about = summary(cast.setting, people, traffic, rings, coverage, writer.formats, hashed=hashed)
    (out / "_world.json").write_text(json.dumps(about, indent=1), "utf-8")
    return about


def cast_world(order: Order) -> tuple[Cast, list[dict[str, Any]]]:
    """Everybody in the world before anything happens, and what each ring does."""
    cast = Cast(Setting(order))
    draw = cast.setting.draw
    plans = plan_rings(order, draw)
    for populate in (universities, companies, agencies, fleets, bulk_users):
        populate(cast)
    for n in cast.sizes(0.005, 0.03, lambda: draw.log_uniform(8, 200)):
        reseller_customers(cast, n)
    for populate in (hackathons, classrooms, cohorts):
        populate(cast)
    if order.style == "pool":
        pool_customers(cast, cast.pools[0], draw.integer(150, 700))
    rings = cast_rings(cast, plans)
    if order.style != "pool":
        pool_customers(cast, draw.pick(cast.pools), draw.integer(10, int(60 * order.traps)))
    mobile = order.honest * draw.uniform(0.15, 0.33)
    carriers(cast, int(min(mobile, max(order.honest * 0.05, order.honest - len(cast.honest())))))
    private_people(cast, max(0, order.honest - len(cast.honest())))
    honest_bans(cast)
    return cast, rings


def _shuffled(cast: Cast) -> People:
    """The accounts in no order, so that their order tells nothing."""
    order = cast.setting.draw.rng.permutation(len(cast.accounts))
    return People([cast.accounts[i] for i in order], cast.setting)


def _write_feeds(
    cast: Cast, people: People, traffic: Traffic, coverage: Coverage, writer: Writer, addresses: list[str]
) -> None:
    """Write all feeds; a sparse world has only accounts, payments and exchanges."""
    s = cast.setting
    numbers = s.draw.rng.choice(2**32, len(s.topics.labels), replace=False)
    names = Names([a.account_id for a in people.accounts], addresses, [f"q{number:08x}" for number in numbers])
    write_exchanges(writer.out, s, traffic, coverage, names)
    rows = tables.accounts(s, people.accounts, names)
    writer.write(coverage.thin(rows, "accounts", ("account_id", "created_at")), "accounts")
    writer.write(coverage.thin(tables.payments(cast), "payments", ("account_id", "instrument_id")), "payments")
    if s.order.style == "sparse":
        return
    writer.write(tables.clusters(s, names), "clusters")
    writer.write(tables.networks(s), "networks")
    writer.write(logins(s, people, traffic, names), "logins")
    writer.write(tables.actions(cast), "actions")
