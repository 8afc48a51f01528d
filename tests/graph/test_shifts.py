"""Shifts in a simulated world: the ring that pivots, the ring that goes with everybody's launch surge, the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from app.api.ledger import _made as make_past_ledger
from app.errors import NotFoundError
from app.graph import Neo4jStore
from app.ingest import ingest
from app.pipeline.detection import detect, facts_of
from app.pipeline.shifts import shifts_of
from app.rings.store.queries import READ_CURRENT_RINGS
from app.settings import Settings
from app.worlds import RingSpec, preset, simulate

pytestmark = pytest.mark.graph

DAYS, RELEASE = 20, 13
PIVOTS = RingSpec("pivots", 40, cells=1, first_day=0, waves=1, accounts_a_card=12, mail="own-domain", pivot=0.9)
SURGES = replace(PIVOTS, operator="surges", pivot=0.0)


def test_the_pivot_is_told_from_everybodys_surge(store: Neo4jStore, settings: Settings, tmp_path: Path):
    place = tmp_path / "world"
    spec = replace(preset("small"), accounts=400, days=DAYS, rings=(PIVOTS, SURGES), release_day=RELEASE)
    simulate(place, replace(spec, launch_share=0.3), "parquet")
    truth = pd.read_csv(place / "truth" / "truth.csv")
    ingest(store, settings, place)
    released = date.fromisoformat(spec.first_day) + timedelta(days=RELEASE)
    with facts_of(settings, store) as view:
        detect(store, view.connection, None, write=True)
        rings = {}
        for operator in ("pivots", "surges"):
            ids = truth[truth["operator"] == operator]["account_id"].tolist()
            rows = store.read(READ_CURRENT_RINGS, account_ids=ids)
            rings[operator] = pd.Series([row["ring_id"] for row in rows]).dropna().mode()[0]
        assert rings["pivots"] != rings["surges"]
        pivots, surges = (shifts_of(store, view.connection, rings[name]) for name in ("pivots", "surges"))
        before = shifts_of(store, view.connection, rings["pivots"], released - timedelta(days=1))
        told = shifts_of(store, view.connection, rings["pivots"], told={"model-large": released})
        with pytest.raises(NotFoundError):
            shifts_of(store, view.connection, "R-NOTHING")
    (moved,), (tried,) = pivots.releases, surges.releases
    assert (moved.model, moved.released, moved.verdict) == ("model-next", released, "pivot")
    assert moved.ring_share > 0.8 and moved.ahead > 0.3 and moved.movers > 0.8 * moved.accounts > 20
    assert tried.verdict == "surge" and abs(tried.ahead) < 0.15
    assert [change.dimension for change in surges.changes] == [] and surges.alerts() == []
    (change,) = (one for one in pivots.changes if one.dimension == "model")
    assert change.day in (released, released + timedelta(days=1)) and change.moved[0].value == "model-next"
    assert [alert["kind"] for alert in pivots.alerts()] in (["change", "release_pivot"], ["release_pivot", "change"])
    assert before.releases == () and before.alerts() == []
    assert [(one.model, one.verdict == "pivot") for one in told.releases] == [
        ("model-large", False), ("model-next", True),
    ]  # fmt: skip
    past = make_past_ledger(store, settings, released)
    assert past.snapshot.as_of == released and past.snapshot.run_id is None
    assert past.buckets[-1].bucket == "benign" and any(bucket.kind == "ring" for bucket in past.buckets)
