"""Measures against honest accounts: bans deserved or not, people who come back, groups banned by mistake."""

from __future__ import annotations

from benchmarks.third.account import Account
from benchmarks.third.cast import Cast
from benchmarks.third.draw import DAY

_ACTIONS = {"banned": 0.4, "suspended": 0.2, "limited": 0.15, "warned": 0.25}


def honest_bans(cast: Cast) -> None:
    """Take measures against a small share of the honest, at any time up to the end of the world."""
    s, draw = cast.setting, cast.setting.draw
    share, honest = draw.uniform(0.008, 0.025), cast.honest()
    for account in honest:
        if not draw.chance(share):
            continue
        at = max(account.created + 3600, s.clock.start + draw.uniform(-60, s.clock.days) * DAY)
        action = draw.weighted(list(_ACTIONS), list(_ACTIONS.values()))
        cast.measure(account, at, action)
        if at < s.clock.end and action in ("banned", "suspended"):
            _locked_out(cast, account, at, action)
    _by_mistake(cast, honest)


def _locked_out(cast: Cast, account: Account, at: float, action: str) -> None:
    """Reinstated on appeal, or gone; one in ten of those gone comes back with a new account."""
    draw, clock = cast.setting.draw, cast.setting.clock
    if draw.chance(0.2):
        cast.measure(account, at + draw.uniform(0.2, 4) * DAY, "reinstated")
    else:
        account.status, account.cut = action, at
    if draw.chance(0.1) and account.status != "active" and at > clock.start:
        created = min(at + draw.uniform(0.05, 5) * DAY, clock.at(clock.days - 0.5))
        _come_back(cast, account, created)


def _come_back(cast: Cast, old: Account, created: float) -> None:
    new = cast.add(
        old.population,
        old.group,
        country=old.country,
        created=created,
        sources=old.sources,
        topics=old.topics,
        api=old.api,
        devices=old.devices,
        surface=old.surface,
        rhythm=old.rhythm,
    )
    cast.payments.maybe(new)


def _by_mistake(cast: Cast, honest: list[Account]) -> None:
    """Suspend a whole group that looked like a ring, and reinstate it two days later."""
    draw, clock = cast.setting.draw, cast.setting.clock
    for group in sorted({account.group for account in honest}):
        if group.split("-")[0] not in ("hackathon", "classroom", "fleet") or not draw.chance(0.04):
            continue
        at = clock.start + draw.uniform(0.3, 0.8) * clock.days * DAY
        for account in honest:
            if account.group == group and account.created < at:
                cast.measure(account, at + draw.uniform(0, 600), "suspended", "automated-abuse", "auto-rules")
                cast.measure(account, at + 2 * DAY + draw.uniform(0, 900), "reinstated", "appeal", "analyst-3")
