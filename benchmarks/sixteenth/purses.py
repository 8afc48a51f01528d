"""Who pays for whom in an honest group."""

from __future__ import annotations

from typing import Any

from benchmarks.sixteenth.account import Account
from benchmarks.sixteenth.world import World

ISSUED = {"vcard": "virtual-card", "vbin": "virtual-card", "voucher": "prepaid-card", "onebin": "card"}
"""Habits where each has a card of one issuer, and its kind."""
NOBODY = {"name_hash": None, "address_hash": None}


def purse(world: World, how: str, members: list[Account], c: str) -> None:
    """Give the members of a group in country c cards, vouchers or invoices, by its habit."""
    if how in ("one", "invoice"):
        card = world.card(c, "invoice" if how == "invoice" else "card")
        _each(world, members, 0.96, lambda a: card)
    elif how == "lead":
        _give(world, members[0], world.card(c))
    elif how in ("few", "agent", "top"):
        _few(world, how, members, c)
    elif how in ISSUED:
        _issued(world, how, members, c)
    elif how == "crypto":
        _each(world, members, 0.7, lambda a: world.card(c, "crypto", **NOBODY, issuer_country=None))
    elif how != "none":
        kinds = ("card", "card", "card", "wallet")
        _each(world, members, 0.45, lambda a: world.card(a.country, world.r.choice(kinds)))


def _few(world: World, how: str, members: list[Account], c: str) -> None:
    """A few instruments for all: a team's cards, an agent's wallet, a shop's cards."""
    r = world.r
    # The shop's kind is drawn whatever the habit: without the draw every seed would have another world.
    kind = {"few": "card", "agent": "wallet", "top": r.choice(("virtual-card", "prepaid-card"))}[how]
    cards = [world.card(c, kind) for _ in range(max(1, len(members) // r.choice((4, 8, 15, 40))))]
    _each(world, members, 0.75, lambda a: r.choice(cards))


def _issued(world: World, how: str, members: list[Account], c: str) -> None:
    """A card each, all of one issuer; a firm's carry the firm's name and address, vouchers none."""
    bank = f"{world.r.randrange(400000, 560000)}"
    firm = {"name_hash": world.token("n"), "address_hash": world.token("h")}
    holder: dict[str, dict[str, Any]] = {"vcard": firm, "voucher": dict(NOBODY)}
    told = {"bin": bank} | holder.get(how, {})
    _each(world, members, 0.9, lambda a: world.card(c, ISSUED[how], **told))


def _each(world: World, members: list[Account], share: float, card: Any) -> None:
    """Give this share of the members what `card` makes for them."""
    for a in members:
        if world.r.random() < share:
            _give(world, a, card(a))


def _give(world: World, a: Account, card: dict[str, Any]) -> None:
    if a.plan == "free":
        a.plan = "api" if a.creds else "plus"
    world.pay(a, card)
