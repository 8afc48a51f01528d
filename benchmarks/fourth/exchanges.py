"""The exchanges feed: one Parquet file a day."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.fourth.feedplan import FeedPlan
from benchmarks.fourth.feeds import addresses
from benchmarks.fourth.tools import DAY, Array, unit
from benchmarks.fourth.topics import signatures
from benchmarks.fourth.traffic import Traffic, is_templated
from benchmarks.fourth.world import World
from benchmarks.fourth.writing import coded, words

MODELS = ("small-2", "medium-2", "large-2", "reason-1")
OUTCOMES = ("ok", "limited", "refused", "error")
SURFACES = ("api", "web", "app", "cloud:east")


def write_exchanges(
    world: World, plan: FeedPlan, people: pd.DataFrame, traffic: Traffic, ids: Array, directory: Path
) -> None:
    """Write every day of traffic."""
    table = _columns(world, plan, people, traffic, ids)
    table = {name: column for name, column in table.items() if plan.has("exchanges", name)}
    whole = pa.table(table)
    edges = np.searchsorted(traffic.at, np.arange(world.days + 1) * DAY)
    for day, (begin, end) in enumerate(itertools.pairwise(edges)):
        if end > begin:
            name = np.datetime_as_string(np.datetime64(world.start + day * DAY, "s"), "D")
            part = whole.slice(begin, end - begin)
            plain = [one.cast(pa.string()) if pa.types.is_dictionary(one.type) else one for one in part.columns]
            part = pa.table(dict(zip(part.column_names, plain, strict=True)))
            pq.write_table(part, directory / f"exchanges-{name}.parquet", store_schema=False)


def _columns(world: World, plan: FeedPlan, people: pd.DataFrame, traffic: Traffic, ids: Array) -> dict[str, pa.Array]:
    """Every column of the feed, in order of time."""
    rng, account, count = world.rng, traffic.account, len(traffic.account)

    def of(name: str) -> Array:
        return people[name].to_numpy(dtype=float if name in _FLOATS else np.int64)[account]

    micro = ((world.start + traffic.at) * 1e6).astype(np.int64)
    onscreen = unit(account, (traffic.at // 7200).astype(np.int64), 53) < of("web")
    second = unit(account, (traffic.at // 14_400).astype(np.int64), 59) < 0.25
    device = np.where(onscreen, np.where(second, of("device2"), of("device")), -1)
    device_codes, device_names = _named("dv-", device, world.order.seed)
    credential = np.where(
        onscreen,
        -1,
        account * 4 + (unit(account, (traffic.at // DAY).astype(np.int64), 61) * of("keys")).astype(np.int64),
    )
    credential_codes, credential_names = _named("key-", credential, world.order.seed)
    client = np.where(onscreen, of("client"), of("client2"))
    mobile = np.array([name.startswith(("ios", "android")) for name in world.clients])[client]
    surface = np.where(onscreen, np.where(mobile, 2, 1), np.where(account % 37 == 0, 3, 0))
    draw = rng.random(count)
    limited, refused = of("limited"), of("refused")
    outcome = np.where(draw < limited, 1, np.where(draw < limited + refused, 2, np.where(draw > 0.985, 3, 0)))
    outgoing = np.where(outcome == 0, rng.lognormal(5.6, 0.8, count) * of("out_scale"), 0)
    columns = {
        "occurred_at": pa.array(micro, type=pa.timestamp("us", tz="UTC")),
        "account_id": coded(account, ids),
        "client": coded(client, np.array(world.clients, dtype=object)),
        "device_id": coded(device_codes, device_names),
        "credential_id": coded(credential_codes, credential_names),
        "model": coded(of("model"), np.array(MODELS, dtype=object)),
        "query_cluster": coded(traffic.topic, world.topics.names),
        "input_tokens": pa.array((rng.lognormal(5.2, 1.0, count) * of("in_scale")).astype(np.int32)),
        "output_tokens": pa.array(outgoing.astype(np.int32)),
        "surface": coded(surface, np.array(SURFACES, dtype=object)),
        "outcome": coded(outcome, np.array(OUTCOMES, dtype=object)),
    }
    if plan.address != "none":
        exits, codes = np.unique(traffic.exit, return_inverse=True)
        columns["ip"] = coded(codes, addresses(world, plan, exits))
    if plan.has("exchanges", "signature"):
        marks = signatures(rng, world.topics.base[traffic.topic], is_templated(people, traffic))
        columns["signature"] = pa.array([f"simhash64-v1:{mark:016x}" for mark in marks.tolist()])
    if plan.has("exchanges", "exchange_id"):
        columns["exchange_id"] = pa.array([f"ex-{number:09d}" for number in range(count)])
    return columns


_FLOATS = frozenset({"web", "limited", "refused", "out_scale", "in_scale"})


def _named(prefix: str, numbers: Array, salt: int) -> tuple[Array, Array]:
    """Codes into a table of words; negative stays negative."""
    unique, codes = np.unique(numbers, return_inverse=True)
    absent = int(np.searchsorted(unique, 0))
    return np.maximum(codes - absent, -1), words(prefix, unique[absent:], salt)
