"""Why two accounts are, or are not, linked: what they share, what that is worth, and the rings they are in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from app.errors import NotFoundError
from app.graph.store import GraphStore, Row
from app.linkage.pair import Waterfall, waterfall
from app.rings.store import queries as q


@dataclass(frozen=True, slots=True)
class Explanation:
    """The waterfall of a pair, and where detection put the two."""

    waterfall: Waterfall
    accounts: tuple[Row, ...]
    """One row each, in the order asked: account_id, exchanges, ring_id, state, score."""
    composites: tuple[dict[str, Any], ...]
    """Evidence about pairs of identifiers that both memberships cite; not added, they only make linking easier."""

    @property
    def same_ring(self) -> bool:
        """True where both are in one current ring."""
        first, second = (row["ring_id"] for row in self.accounts)
        return first is not None and first == second


def explain(store: GraphStore, a: str, b: str) -> Explanation:
    """Explain a pair of account ids. Raises NotFoundError for an unknown account."""
    rows = {row["account_id"]: row for row in store.read(q.READ_PAIR, a=a, b=b)}
    for account in (a, b):
        if account not in rows:
            raise NotFoundError(f"no account {account!r}", do="account ids are case-sensitive")
    shared = store.read(q.READ_SHARED_IDENTIFIERS, a=a, b=b)
    runs = store.read(q.READ_LAST_RUN)
    learned = json.loads(runs[0]["parameters"]).get("m", {}) if runs else {}
    return Explanation(
        waterfall=waterfall(shared, rows[a]["population"], learned),
        accounts=(rows[a], rows[b]),
        composites=tuple(_common_composites(rows[a]["evidence"], rows[b]["evidence"])),
    )


def _common_composites(first: list[str] | None, second: list[str] | None) -> list[dict[str, Any]]:
    cited = [
        {(term["kind"], term["identifier"]): term for term in map(json.loads, evidence or []) if "*" in term["kind"]}
        for evidence in (first, second)
    ]
    return [term for key, term in cited[0].items() if key in cited[1]]
