"""MovieLens 100K: what 943 people thought of films, September 1997 to April 1998. All are honest, nothing is shared.

A rating is an exchange, its film the cluster. Nobody has an address, a device or a bill, and many came on one evening
to rate the same popular films.
"""

from __future__ import annotations

from datetime import UTC, datetime

from benchmarks.real.rows import Feeds, truth
from benchmarks.real.source import Source


def movies(source: Source) -> Feeds:
    """Feeds of the raters."""
    ratings = sorted(
        (datetime.fromtimestamp(int(at), UTC), f"u{user}", f"film-{film}")
        for user, film, _, at in (line.split("\t") for line in source.ending("u.data").splitlines())
    )
    came: dict[str, datetime] = {}
    for at, user, _ in ratings:
        came.setdefault(user, at)
    return {
        "accounts": ({"account_id": user, "created_at": at.isoformat()} for user, at in came.items()),
        "exchanges": (
            {"occurred_at": at.isoformat(), "account_id": user, "query_cluster": film, "surface": "web"}
            for at, user, film in ratings
        ),
        "truth": truth(came, {}),
    }
