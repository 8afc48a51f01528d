"""What operators of a tier do, knob by knob: the more often a choice stands in a list, the likelier it is."""

from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.fourteenth.kind import Kind, draw

_PLAIN = Kind(
    "plain", size=(8, 90), join=(1, 1), place="one", exits=(2, 40),
    mail=("catchall", "catchall", "random", "numbered", "alias", "named", "disposable", "vendor"),
    mail_share=(0.85, 1), pay=("few", "few", "stolen", "gift", "virtual", "one", "free", "seller"), pay_share=(0.6, 1),
    per_card=(3, 18), device=("none", "shared", "image", "reset", "own"), per_device=(3, 25),
    client=("uniform", "uniform", "custom", "own"), phone=("sms", "farm", "none", "sms"),
    surface=("api", "api", "api", "mixed", "web"), plan=("slice", "slice", "same", "order", "topic"),
    plan_share=(0.85, 1), items=(500, 12000), topics=(25, 320), template=(0.1, 0.85), flips=(2, 9),
    clock=("flat", "flat", "cron", "awake", "shift"), sync=(0, 1), jitter=(2, 45), rate=(20, 48), sigma=(0.1, 0.7),
    active=(0.75, 1), born=("together", "together", "window", "drip", "aged"), verified=("email", "phone"))  # fmt: skip
_CAREFUL = replace(
    _PLAIN, name="careful", exits=(4, 60), mail=("vendor", "named", "named", "catchall", "aged", "personal", "relay"),
    pay=("virtual", "virtual", "gift", "seller", "stolen", "few", "free", "crypto"), per_card=(1, 5),
    device=("own", "reset", "own", "shared"), per_device=(2, 6),
    client=("own", "unique", "rotate", "uniform", "custom"), client_share=(0.5, 1),
    phone=("sms", "sms", "farm", "own"), surface=("api", "mixed", "web"),
    plan=("slice", "slice", "slice", "same", "order", "topic"), plan_share=(0.65, 0.95), template=(0, 0.6),
    flips=(3, 13), clock=("flat", "awake", "awake", "shift", "cron"), sync=(0, 0.8), jitter=(10, 120), rate=(20, 48),
    sigma=(0.3, 0.9), active=(0.65, 0.95), born=("drip", "window", "together", "aged"), place="few")  # fmt: skip
_EVASIVE = replace(
    _CAREFUL, name="evasive", mail=("aged", "personal", "vendor", "named", "relay"),
    pay=("gift", "seller", "virtual", "own", "stolen", "free"), per_card=(1, 2.4),
    device=("own", "own", "reset", "own", "shared"), per_device=(2, 3), client=("own", "own", "unique", "rotate"),
    phone=("sms", "own", "farm"), plan=("slice", "slice", "topic", "same", "order"), plan_share=(0.4, 0.8),
    template=(0, 0.3), flips=(5, 16), clock=("home", "awake", "shift", "office", "awake"), sync=(0, 0.4),
    jitter=(20, 200), rate=(20, 48), sigma=(0.5, 1.1), active=(0.5, 0.9),
    born=("aged", "aged", "drip", "window"))  # fmt: skip
TIERS = {"plain": _PLAIN, "careful": _CAREFUL, "evasive": _EVASIVE}
_NETS: dict[str, tuple[str, ...]] = {
    "plain": ("cloud", "cloud", "datacentre", "vpn", "proxy", "cloud+vpn", "house", "tor"),
    "careful": ("proxy", "proxy", "vpn", "proxy+cloud", "modems", "datacentre+proxy", "home+proxy"),
    "evasive": ("proxy", "modems", "proxy+modems", "home", "home+proxy", "proxy+home+vpn"),
}
_CHANCE = {"plain": 0.7, "careful": 0.45, "evasive": 0.25}


def _slips(rng: np.random.Generator, tier: str) -> dict[str, Any]:
    """What laziness leaves: desks that many accounts are handled from, one holder's name, tested cards."""
    p, u = _CHANCE[tier], rng.random
    return {
        "desk": round(float(u() * p), 2) if u() < 0.7 else 0.0, "signup_desk": round(float(u()), 2) if u() < p else 0.0,
        "per_desk": int(rng.integers(3, 40)), "one_name": p,
        "testing": round(float(u() * 0.4), 2) if u() < p * 0.6 else 0.01,
        "one_zone": bool(u() < 0.6), "batch_days": round(float(rng.choice([0.05, 0.3, 1, 4])), 2),
        "templates": int(rng.integers(1, 9)),
    }  # fmt: skip


def _life(rng: np.random.Generator, tier: str, days: int) -> dict[str, Any]:
    """When a ring comes, warms, grows, is hit and staffed anew."""
    quiet = {"plain": 0.15, "careful": 0.45, "evasive": 0.8}[tier]
    warm = float(rng.uniform(1, 8)) if rng.random() < quiet else 0.0
    ban = float(rng.uniform(0.05, 0.7)) if rng.random() < 0.5 else 0.0
    return {
        "from_day": round(float(rng.uniform(-8, days * 0.35)), 1),
        "lasts": round(float(rng.uniform(0.4, 1.3) * days), 1),
        "stagger": round(float(rng.uniform(0, 6)), 1), "warm": round(warm, 1),
        "ramp": round(float(rng.uniform(1, 8)), 1) if rng.random() < quiet else 0.0,
        "ban_day": round(float(rng.uniform(3, days - 1)), 1), "ban_share": round(ban, 2),
        "drip_bans": round(float(rng.uniform(0, 0.15)), 3),
        "successors": round(float(rng.uniform(0, 1)), 2) if rng.random() < 0.6 else 0.0,
        "front": round(float(rng.uniform(0.2, 0.7)), 2) if rng.random() < 0.15 else 0.0,
    }  # fmt: skip


def _lines(rng: np.random.Generator, tier: str) -> dict[str, Any]:
    """Which addresses, and how long each is kept."""
    ways = str(rng.choice(_NETS[tier])).split("+")
    return {
        "nets": {w: round(float(rng.uniform(0.3, 1)), 2) for w in ways},
        "rotate": float(rng.choice([0, 0, 0.2, 0.5, 1, 24, 1e6])),
        "pool": round(float(np.exp(rng.uniform(np.log(80), np.log(50000))))), "per_modem": int(rng.integers(3, 25)),
        "modem_hours": float(rng.choice([0.1, 0.5, 2, 8])), "house": int(rng.integers(4, 40)),
        "reset_days": int(rng.integers(1, 8)),
        "between": float(rng.choice([0.1, 0.3, 0.6, 0.9])), "refer": bool(rng.random() < 0.15),
        "parent": bool(rng.random() < 0.08),
    }  # fmt: skip


def ring_knobs(rng: np.random.Generator, tier: str, days: int) -> dict[str, Any]:
    """Every knob of a ring, each drawn by itself."""
    knobs = draw(rng, TIERS[tier]) | _lines(rng, tier) | _slips(rng, tier) | _life(rng, tier, days)
    knobs |= {
        "tier": tier,
        "harvest": bool(rng.random() < 0.8),
        "areas": int(rng.integers(2, 7)),
        "tail": round(float(rng.uniform(0, 0.9)), 2),
    }
    knobs["public"] = bool(rng.random() < 0.12)
    shared = (
        "plan",
        "parts",
        "clock",
        "tmpl",
        "homes",
        "domain",
        "free",
        "shop",
        "seller",
        "sms",
        "app",
        "proxy",
        "cloud",
        "datacentre",
        "vpn",
        "cards",
        "batch",
        "seats",
    )
    chance = {"plan": 0.8, "parts": 0.8, "clock": 0.4, "tmpl": 0.75, "seller": 0.7, "sms": 0.7, "app": 0.8}
    knobs["common"] = [s for s in shared if rng.random() < chance.get(s, 0.45)]
    knobs["one_key"] = bool(rng.random() < {"plain": 0.5, "careful": 0.25, "evasive": 0.1}[tier])
    if knobs["plan"] == "none":
        knobs["plan"] = "slice"
    return knobs
