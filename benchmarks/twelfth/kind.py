"""What can be said of an honest kind of group: the table's columns."""

from __future__ import annotations

from dataclasses import dataclass

Shares = tuple[float, float]


@dataclass(frozen=True)
class Kind:
    """One honest kind. `work`/`off` are (share from the site, share from away); the rest is at home."""

    name: str
    klass: str
    size: tuple[int, int]
    fams: tuple[str, ...]
    hours: str = "office"
    signup: str = "months"  # hours, days, weeks, months, years, event
    signup_at: str = "home"  # home, site, away
    pay: str = "own"
    net: str = ""  # business, education, mobile, hosting, vpn, proxy, sat, relay, homes; empty: no site
    gates: int = 1
    rotate: bool = False
    work: Shares = (0.0, 0.1)
    off: Shares = (0.0, 0.15)
    dev: str = "own"  # own, pool, image, model (all the same make), many
    dev_n: int = 4
    client: str = "web"  # web, own, sdk, tool
    mail: str = "web"  # web, domain, numbered, relay, plus
    prompts: int = 0
    p_own: float = 0.0
    order: str = "zipf"  # zipf, seq, even, day
    flip: int = 10
    weekend: float = 0.3
    active: float = 0.35
    rate: float = 1.3
    turns: float = 4.0
    gap: float = 90.0
    beat: str = ""  # hour, quarter, poll
    event: float = 0.0
    land: str = "one"  # one, any, poor, rich, gulf
    plan: str = "pro"
    verified: str = "email"
    join: float = 0.92  # who really shares the trait; the others only belong
    refusal: float = 0.01
    wordy: float = 1.0
