"""From an order to a ring: its story, then registration, machines, numbers, bans and money."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from benchmarks.sixth.clock import DAY
from benchmarks.sixth.draft import Draft, Order, draft
from benchmarks.sixth.lines import FOUR, ROTATING, fixed, home_lines
from benchmarks.sixth.scene import Scene
from benchmarks.sixth.stories import STORIES

_BANNED = {"plain": 0.07, "careful": 0.03}
_WAVES = ("batch_server", "gateway_resale", "vpn_office")


def add_ring(scene: Scene, order: Order, name: str) -> SimpleNamespace:
    """Make a ring; its facts, also kept in `scene.rings`."""
    story = STORIES[order.story]
    ring = draft(scene, order, name, story.tier)
    story.play(ring)
    _timetable(ring)
    if order.story != "rented_people":
        _sign_up(ring)
        _machines(ring)
    _numbers(ring)
    banned = _bans(ring)
    cohort, rng = ring.cohort, scene.rng
    late = cohort.created > (scene.days - 1.5) * DAY
    cohort.created[late] -= 3 * DAY
    cohort.start[late] -= 3 * DAY
    accounts = scene.add(cohort, pay=order.story == "rented_people")
    for row in np.flatnonzero(banned):
        second = int(min(cohort.end[row], scene.days * DAY - 100))
        reason = str(rng.choice(["abuse", "payment", "terms"]))
        scene.actions.append((int(accounts[row]), second, "suspended", reason))
    _money(ring, accounts)
    scene.rings.append(_facts(ring, name, accounts))
    return scene.rings[-1]


def _timetable(ring: Draft) -> None:
    scene, rng, cohort, count = ring.scene, ring.scene.rng, ring.cohort, len(ring)
    story = ring.order.story
    cohort.season[:] = scene.season(ring.season)
    own_build = ring.cell if story != "rented_people" else 0  # a cell builds its own client
    cohort.pin = np.where(cohort.pin > 0, cohort.pin + own_build, 0)
    if story not in ("aged_bought", "rented_people"):
        cohort.start = cohort.created + (rng.exponential(0.8, count) * DAY).astype(np.int64) + 60
    if story in _WAVES and count > 200:  # waves with an end
        life = rng.uniform(7, 16, count) * DAY
        cohort.end = (np.maximum(cohort.start, 0) + life).astype(np.int64)


def _sign_up(ring: Draft) -> None:
    """Batch by batch through one address; those of evasive rings seldom."""
    scene, cohort = ring.scene, ring.cohort
    lines = cohort.lines[:, 0].copy()
    if ring.order.story == "aged_bought":
        lines = home_lines(scene.rng, scene.nets, cohort.country)
    else:
        for number in np.unique(ring.batch):
            there = ring.batch == number
            if (line := _registrar(ring, lines[there][0])) is not None:
                lines[there] = line
    cohort.signup_line = lines


def _registrar(ring: Draft, line: Any) -> Any:
    """The address through which a batch signs up, if one does."""
    scene, rng = ring.scene, ring.scene.rng
    if line[0] == ROTATING:
        if ring.tier != "evasive" or rng.random() < 0.5:
            exits = scene.pools[line[1]].addresses
            return fixed(int(exits[scene.between(0, len(exits) - 1)]))
    elif rng.random() < 0.6 and line[0] == FOUR:
        return fixed(int(line[1]) + scene.between(0, max(0, int(line[2]) - 1)))
    return None


def _machines(ring: Draft) -> None:
    """Own ones, so many accounts on one, or some clones."""
    rng, cohort, count = ring.scene.rng, ring.cohort, len(ring)
    stock = ring.scene.devices(count)
    cohort.device = stock.copy()
    if ring.accounts_a_device > 0:
        each = int(ring.accounts_a_device)
        cohort.device = stock[np.arange(count) // each * each % count]
        cohort.signup_device = cohort.device.copy()
    elif ring.accounts_a_device < 0:
        cloned = rng.random(count) < -ring.accounts_a_device
        templates = max(1, int(cloned.sum() / 2.5))
        cohort.device[cloned] = rng.choice(stock, templates)[rng.integers(0, templates, cloned.sum())]
        cohort.signup_device = cohort.device.copy()
    if ring.tier == "plain":
        cohort.signup_device = stock[ring.batch % count]


def _numbers(ring: Draft) -> None:
    """Phone numbers: rented ones used several times, or one each."""
    size, cohort, count = ring.scene.size, ring.cohort, len(ring)
    if ring.phone_uses > 1 and cohort.phone.any():
        cohort.phone_id = 5_000_000 + size + ring.scene.rng.permutation(count) // ring.phone_uses
    else:
        cohort.phone_id = np.where(np.asarray(cohort.phone) > 0, 6_000_000 + size + np.arange(count), -1)


def _bans(ring: Draft) -> Any:
    """Now and then the lab bans some; a shrug or a new batch follows."""
    rng, cohort, days = ring.scene.rng, ring.cohort, ring.scene.days
    banned = np.zeros(len(ring), bool)
    if ring.tier in _BANNED:
        banned = rng.random(len(ring)) < _BANNED[ring.tier]
        last = (rng.uniform(0.5, 1, banned.sum()) * days * DAY).astype(np.int64)
        cohort.end[banned] = np.minimum(cohort.end[banned], last)
        cohort.status[banned] = "suspended"
    return banned


def _money(ring: Draft, accounts: Any) -> None:
    if ring.cards is None:
        return
    if ring.cards.accounts is None:
        _shell_cards(ring, accounts)
        return
    _dealt_cards(ring, accounts, ring.cards.accounts)


def _shell_cards(ring: Draft, accounts: Any) -> None:
    """A virtual card and a name for each shell, an agent's address for six of them."""
    scene, cohort, first = ring.scene, ring.cohort, accounts[0]
    for row, account in enumerate(accounts):
        shell, created = ring.batch[row], cohort.created[row]
        key, agent = f"sh{first}-{shell}", f"agent{first}-{shell // 6}"
        scene.pay(account, key, "virtual-card", cohort.country[row], scene.virtual_bins[0], created, key, agent)


def _dealt_cards(ring: Draft, accounts: Any, accounts_a_card: float) -> None:
    """So many instruments dealt at random among those who pay."""
    scene, rng, cohort, cards = ring.scene, ring.scene.rng, ring.cohort, ring.cards
    assert cards is not None
    number, first = max(1, int(len(ring) / accounts_a_card)), accounts[0]
    issuers = _issuers(ring)
    holder = rng.permutation(len(ring)) % number
    bins = [_bin_of(ring, issuers, row) for row in range(number)]
    for row in np.flatnonzero(np.asarray(cohort.plan) != "free"):
        card = int(holder[row])
        name = f"rn{first}-{card // (2 if ring.tier == 'plain' else 1)}"
        added = cohort.created[row] + int(rng.exponential(DAY)) // 3
        address = None
        if cards.own_address:
            address = f"ra{first}-{int(card * (1 - cards.own_address) + rng.random() * cards.own_address * 4)}"
        issuer = None if cards.kind == "invoice" else bins[card]
        scene.pay(accounts[row], f"rg{first}-{card}", cards.kind, cohort.country[row], issuer, added, name, address)


def _issuers(ring: Draft) -> Any:
    scene, cards = ring.scene, ring.cards
    assert cards is not None
    if cards.kind == "card":
        return None
    stock = scene.prepaid_bins if cards.kind == "prepaid-card" else scene.virtual_bins
    return scene.rng.choice(stock, min(cards.issuers, 4), replace=False)


def _bin_of(ring: Draft, issuers: Any, row: int) -> str:
    scene = ring.scene
    if issuers is None:
        return scene.card_bin(int(ring.cohort.country[row]))
    return str(issuers[int(len(issuers) * scene.rng.random() ** 1.5)])


def _facts(ring: Draft, name: str, accounts: Any) -> SimpleNamespace:
    rng, story = ring.scene.rng, ring.order.story
    return SimpleNamespace(
        ring=name,
        operator=ring.order.operator,
        story=story,
        tier=ring.tier,
        accounts=accounts,
        capabilities=ring.capabilities,
        sampling=ring.sampling,
        retry=ring.retry,
        refresh=ring.refresh,
        pool=ring.pool,
        tells=STORIES[story].tells,
        moves=bool(rng.random() < 0.75),  # half and more of the traffic to a new model within a day
        launch_share=float(rng.uniform(0.45, 0.8)),
    )
