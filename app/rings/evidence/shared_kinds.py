"""How a group shares the identifiers of one kind: by one of them, in many small bundles, or as neighbours do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from app.model.features import distinct
from app.rings.population.lines import LIFT, beyond_chance, neighbours
from app.rings.population.networks import Provider
from app.rings.population.profile import Profile
from app.rings.population.world import World

DISPERSED_TOP: Final = 0.5
"""An identifier that half the group has is what holds it together, not one of many."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """How a group shares the identifiers of one kind."""

    kind: str
    coverage: float
    """Members that share any enriched identifier with another member."""
    dispersed: float
    """Members that do so through identifiers that at most half the group has, beyond what tells where they live."""
    nearby: float
    """The same with what tells where they live."""
    bundles: float
    """Effective number of those identifiers: (sum c)^2 / sum c^2."""
    top: float
    """Share of the members that have the commonest enriched identifier (for subnets: provider).

    Of mail domains: of those whose domain is known, if members are known as others are."""
    top_name: str
    purity: float
    """Mean over covered members of the largest share of an identifier's holders who are members."""
    exclusive: float
    """The same of those whose sharing is dispersed, by what they share so."""
    top_purity: float
    """The same of the commonest: a house's network and mail domain are mostly its own."""


def sharing(
    world: World, profile: Profile, kind: str, provider: Provider | None = None, *, used: bool = False
) -> Sharing | None:
    """How the members share one kind; None where nobody does. For subnets the container is their provider.

    `used`: what members have from their sign-up alone is left out.
    """
    if kind not in world.features.kinds:
        return None
    features, s = world.features, len(profile.members)
    number = features.kinds.index(kind)
    owner, x = features.rows(profile.members, used=used)
    mine = features.kind[x] == number
    owner, x = owner[mine], x[mine]
    lifts, held = profile.lift_of(x)
    lived = (
        neighbours(provider, features.degree[x], held, provider.number[x], owner, s, features.n) if provider else None
    )
    home, chance = lived or (np.zeros(len(x)), np.zeros(s))
    good = (held >= 2) & (lifts >= LIFT)
    beyond = (lifts - home >= LIFT)[good]
    owner, x, held = owner[good], x[good], held[good]
    if not len(x):
        return None
    unit = provider.number[x] if provider is not None else x
    pairs = distinct(unit.astype(np.int64) * s + owner)
    size = np.bincount(pairs // s)
    top = int(size.argmax())
    # exits all over the lines of some providers are no provider's house
    near = (size[unit] if lived or provider is None else held) <= DISPERSED_TOP * s
    small = near & beyond
    count = held[small][np.unique(x[small], return_index=True)[1]]
    known = world.mail_known if kind == "email_domain" else 1.0
    pure = held / np.maximum(features.degree[x], 1)
    best, hidden = np.zeros(s), np.zeros(s)
    np.maximum.at(best, owner, pure)
    np.maximum.at(hidden, owner[small], pure[small])
    covered, many = distinct(owner), distinct(owner[small])
    return Sharing(
        kind=kind,
        coverage=len(covered) / s,
        dispersed=beyond_chance(owner[small], provider, unit[small], chance) / s,
        nearby=len(distinct(owner[near])) / s,
        bundles=float(count.sum() ** 2 / (count**2).sum()) if len(count) else 0.0,
        top=min(size[top] / s / known, 1.0),
        top_name=provider.name(top) if provider is not None else str(features.names[top]),
        purity=float(best[covered].mean()),
        exclusive=float(hidden[many].mean()) if len(many) else 0.0,
        top_purity=float(size[top] / (provider.degree if provider is not None else features.degree)[top]),
    )
