"""The waterfall of a pair: rarity, caps, one family counted once, by the rules of linkage itself."""

from __future__ import annotations

import numpy as np
import pytest

from app.linkage.config import LinkConfig
from app.linkage.pair import rarity_of, waterfall
from app.linkage.rarity import rarity_bits
from app.linkage.score import by_family
from app.model.identifiers import KINDS


def row(kind: str, degree: int, identifier: str = "x") -> dict[str, object]:
    return {"kind": kind, "identifier": identifier, "degree": degree}


def test_rarity_is_what_linkage_uses():
    class Population:
        kinds = ("client", "instrument", "ip")
        kind = np.array([0, 1, 2, 1])
        degree = np.array([90_000, 2, 2, 900_000])
        n = 1_000_000

    m = {"client": 0.9, "instrument": 0.4}
    expected = rarity_bits(Population, m).tolist()  # type: ignore[arg-type]
    found = [
        rarity_of(Population.kinds[kind], degree, Population.n, m)
        for kind, degree in zip(Population.kind.tolist(), Population.degree.tolist(), strict=True)
    ]
    assert found == pytest.approx(expected)
    assert expected[2] == 14.0  # capped
    assert expected[3] == 0.0  # more common than not


def test_family_counts_its_best_kind_and_a_fraction_of_the_next():
    shared = [
        row("instrument", 2),
        row("instrument", 4, "y"),
        row("billing_name", 8),
        row("billing_address", 8),
        row("ip", 4),
        row("subnet", 16),
    ]
    fall = waterfall(shared, 1024, {})
    second = LinkConfig().second
    assert {(t.kind, t.identifier, t.rarity, t.counted) for t in fall.terms} == {
        ("instrument", "x", 8.0, 8.0),
        ("instrument", "y", 7.0, 0.0),
        ("billing_address", "x", 6.0, 6.0 * second),
        ("billing_name", "x", 6.0, 0.0),
        ("ip", "x", 7.0, 7.0),
        ("subnet", "x", 5.0, 0.0),
    }
    kinds = tuple(KINDS)
    best = np.zeros((1, len(kinds)), dtype=np.float32)
    for kind, bits in (("instrument", 8), ("billing_name", 6), ("billing_address", 6), ("ip", 7), ("subnet", 5)):
        best[0, kinds.index(kind)] = bits
    assert fall.bits == pytest.approx(by_family(kinds, best, second).sum())
    assert fall.families() == {"payment": 8.0 + 6.0 * second, "network": 7.0}


def test_nothing_shared_links_nobody():
    fall = waterfall([], 1000)
    assert (fall.terms, fall.bits, fall.linked) == ((), 0, False)
    assert waterfall([row("instrument", 2)], 0).bits == 0
