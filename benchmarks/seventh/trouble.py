"""Moderation of honest people: warnings, wrong bans and their reversal, spam accounts."""

from __future__ import annotations

from benchmarks.seventh.util import choose
from benchmarks.seventh.world import DAY, World


def incidents(w: World) -> None:
    """About one honest account in 150 meets the lab's moderators; a third of the bans are taken back."""
    rng = w.rng("incidents")
    honest = [i for i in range(w.acc.n) if not w.acc.col["ring"][i]]
    for i in rng.choice(honest, len(honest) // 150, replace=False):
        t = float(rng.random() * w.end() * 0.9)
        t = max(t, float(w.acc.col["created"][i]) + 3600)
        act = str(rng.choice(["warned", "limited", "suspended", "banned"], p=[0.5, 0.2, 0.2, 0.1]))
        w.actions.append(
            (
                int(i),
                t,
                act,
                str(choose(rng, ["policy", "spam", "payment", "abuse"], 1)[0]),
                str(choose(rng, ["rule", "analyst"], 1)[0]),
            )
        )
        if act in ("suspended", "banned"):
            back = rng.random() < 0.35
            w.stop[int(i)] = t if not back else 1e18
            w.acc.col["status"][i] = "active" if back else act
            if back:
                w.actions.append((int(i), t + float(rng.uniform(0.2, 6)) * DAY, "reinstated", "appeal", "analyst"))
