"""Builds rings: campaigns of operators in cells, and replacements after bans."""

from __future__ import annotations

from typing import Any

from benchmarks.sixteenth.account import Account
from benchmarks.sixteenth.knobs import KEYS, Knobs, draw, strength
from benchmarks.sixteenth.marks import note
from benchmarks.sixteenth.members import Cell, member
from benchmarks.sixteenth.people import sign
from benchmarks.sixteenth.world import DAY, World


def ring(world: World, op: dict[str, Any], number: int, n: int, style: str) -> None:
    """One campaign of an operator with n accounts, fewer where the world would be crowded, in one to three cells."""
    base = draw(world, n, style, op)
    while strength(base) < (2 if style == "evasive" else 3):
        base = draw(world, n, style, op)
    n = _fit(world, base, n)
    parts = _parts(world, op, base, n, style)
    mix = _mix(world, style)
    for j, knobs in enumerate(parts):
        wait = world.r.choice((0, 3, 7)) * (style != "noschedule")
        late = min(j * DAY * wait, DAY * (world.days - 6))
        name = f"ring-{number}"
        _staff(world, Cell(knobs, op, name, f"{name}-{'abc'[j]}", n // len(parts), style, late), mix)


def _fit(world: World, base: Knobs, n: int) -> int:
    """How many accounts the world has room for; takes what they ask from what rings may ask."""
    volume = base["volume"]
    each = world.days * volume["rate"] * 0.9 * (1 + volume["banned"] * 0.3)
    n = max(20, min(n, int(world.budget / each)))
    world.budget -= n * world.days * volume["rate"] * 0.8
    return n


def _parts(world: World, op: dict[str, Any], base: Knobs, n: int, style: str) -> list[Knobs]:
    """Knobs of the cells: large rings may have more, which keep four knobs of the first."""
    r, parts = world.r, [base]
    if n > 60 and r.random() < 0.4:
        for _ in range(r.choice((1, 1, 2))):
            new = draw(world, n, style, op)
            kept = r.sample([key for key in KEYS if key not in ("hours", "topics")], 4)
            parts.append({**new, **{key: base[key] for key in kept}, "kept": kept})
    return parts


def _mix(world: World, style: str) -> tuple[float, float]:
    """Shares of plain and of careful accounts; drawn for small rings too, which have their own."""
    if style == "evasive":
        return 0, 0.5
    drawn = world.r.choice(((0.7, 0.25), (0.4, 0.4), (0.2, 0.5), (0.1, 0.3)))
    return (0.5, 0.35) if style == "small" else drawn


def _staff(world: World, cell: Cell, mix: tuple[float, float]) -> None:
    """Make the accounts of a cell, and those that come for banned ones."""
    r, made = world.r, []
    for i in range(cell.size):
        made.append(member(world, cell, i, _tier(world, cell.style, mix), cell.late))
    for a in made[1:] if cell.knobs["volume"]["referrer"] else []:
        a.referrer = made[0].id if r.random() < 0.6 else None
    for a in made:
        if r.random() < cell.knobs["volume"]["banned"]:
            _ban(world, cell, a)
    world.notes.append(note(cell.name, cell.op["name"], cell.size, cell.knobs))


def _tier(world: World, style: str, mix: tuple[float, float]) -> str:
    u = world.r.random()
    if u < mix[0]:
        return "plain"
    careful = u < sum(mix) or world.r.random() < 0.3 * (style != "evasive")
    return "careful" if careful else "evasive"


def _ban(world: World, cell: Cell, a: Account) -> None:
    """Ban the account, if it is in use by then; most are replaced by another on its line."""
    r = world.r
    at = world.start + DAY * r.uniform(2, world.days - 1)
    if at < a.begin + DAY:
        return
    a.end, a.status = at, "banned"
    world.act(a, at, "banned", "abuse")
    if at < world.stop - DAY * 5 and r.random() < 0.7:
        _replace(world, cell, a, at)


def _replace(world: World, cell: Cell, a: Account, at: float) -> None:
    """A fresh account, or one of a stock, that comes when the other was banned."""
    r = world.r
    b = member(world, cell, r.randrange(cell.size), a.tier, at - world.start)
    fresh = world.start - DAY * 15
    b.created = b.created if b.created < fresh else at + DAY * r.uniform(0.2, 2)
    b.first = max(at, b.created)
    b.lines[0] = a.lines[0]
    if b.signup_client and b.created > fresh:
        sign(world, b)
    for payment in world.payments[-3:]:
        if payment["account_id"] == b.id:
            payment["added_at"] = b.created + 600
