"""Terms of what a group shares of cards, networks, mail and devices: in many small bundles, or of one house."""

from __future__ import annotations

from typing import Final

import numpy as np

from app.model.detection import Figure, Term
from app.model.features import FAMILY_NUMBER, distinct
from app.model.identifiers import KINDS, Family
from app.model.public_mail import is_public
from app.rings.config import FAMILY_CAP, RingConfig
from app.rings.evidence.group_test import CONTAINER, coverage_bits, own_things
from app.rings.evidence.houses import held_of
from app.rings.evidence.shared_kinds import Sharing, sharing
from app.rings.evidence.verdict import Verdict
from app.rings.population.networks import PUBLIC, Provider
from app.rings.population.profile import Profile
from app.rings.population.world import World

LARGE: Final = 20
"""Members from which on one server, or one tool that nobody else runs, is more than a handful of friends have."""
TOOL: Final = 0.5
VERSION: Final = 0.1
"""Share of the members who run a version of a product that counts as one."""
ITS_OWN: Final = 0.75
"""Share of those who run it who are members: some of a product's users are elsewhere; a kit has users everywhere."""
ALL: Final = 0.9
ALL_OF_IT: Final = 0.2
"""Share of a private domain's accounts that a group in which all have it may be: one course of a university."""
INFRASTRUCTURE: Final = tuple(family for family in Family if family.infrastructure)


def shared_by_family(world: World, profile: Profile, provider: Provider | None) -> dict[Family, list[Sharing]]:
    """How the members share each kind of identifier that can be somebody's own, by family of infrastructure."""
    found: dict[Family, list[Sharing]] = {family: [] for family in INFRASTRUCTURE}
    for kind in world.features.kinds:
        family = KINDS[kind].family
        # an address says nothing beyond its subnet about who stands behind it, and patterns are not owned by anybody
        if family not in found or (kind == "ip" and provider is not None) or kind == "email_pattern":
            continue
        one = sharing(world, profile, kind, provider if kind == "subnet" else None)
        if one is not None:
            found[family].append(one)
    return found


def infrastructure(
    verdict: Verdict,
    world: World,
    family: Family,
    shared: dict[Family, list[Sharing]],
    provider: Provider | None,
    config: RingConfig,
) -> None:
    """Bits of one family: sharing in many small bundles counts in full, one identifier for all a little."""
    profile = verdict.profile
    inside, outside = coverage_bits(profile, world, family)
    mean = float(profile.member_bits[:, FAMILY_NUMBER[family]].mean())
    if not shared[family] or mean <= 0:
        return
    verdict.nearby |= any(one.nearby >= config.dispersed for one in shared[family] if one.kind == "subnet")
    widest = max(shared[family], key=lambda one: (_weight(one, config), one.coverage, one.kind))
    for holder in sorted(shared[family], key=lambda one: one.kind):
        verdict.one_provider |= holder.kind == "subnet" and holder.top >= ALL
        if family is Family.NETWORK and verdict.roams:
            continue  # nobody sits in all of those networks at once
        if holder.kind == "subnet" and provider is not None and _contains(holder, provider):
            verdict.place |= provider.kind_of(holder.top_name) is not None
        if _contains(holder, provider) and not (holder.kind == "email_domain" and is_public(holder.top_name)):
            verdict.contained.setdefault(family, f"{holder.kind} {holder.top_name}")
            verdict.one_card |= holder.kind == "instrument"
            verdict.shown |= holder.top >= ALL and family in (Family.EMAIL, Family.PAYMENT)
        verdict.one_line |= holder.kind == "phone" and holder.top >= CONTAINER
    weight = _counted(verdict, world, family, shared, widest, provider, config)
    if weight > 0:
        verdict.dispersed.add(family)
        each = widest.dispersed * len(profile.members) / max(widest.bundles, 1.0)
        if widest.kind == "phone":
            verdict.called, verdict.callers = widest.dispersed, each
        if family is Family.PAYMENT:
            verdict.payers, verdict.holders = widest.dispersed, each
    if inside >= config.dispersed and mean >= 2.0:
        verdict.families.add(family)
    least = 0.0 if family is Family.DEVICE and verdict.product and verdict.hired else config.common
    bits = min(max(0.5 * weight, least) * mean, FAMILY_CAP)  # a tool and the place it runs at are one thing
    holder = max(shared[family], key=lambda one: (one.top, one.kind))
    note = (
        f"{widest.dispersed:.0%} of the members share one of about {widest.bundles:.0f}, "
        f"whose holders are members by {widest.exclusive:.0%}"
        if weight and not verdict.hired
        else f"{inside:.0%} of the members against {outside:.2%} of everybody else; one has {holder.top:.0%}"
    )
    kind = widest.kind if weight else holder.kind
    figures = (
        Figure("coverage", inside, outside),
        Figure("dispersion", widest.dispersed),
        Figure("bundles", widest.bundles),
        Figure("purity", widest.exclusive if weight else widest.purity),
    )
    number = round(inside * len(profile.members))
    verdict.terms.append(Term(family, f"shared_{kind}", "", 0, number, bits, note, figures))


def _counted(
    verdict: Verdict,
    world: World,
    family: Family,
    shared: dict[Family, list[Sharing]],
    widest: Sharing,
    provider: Provider | None,
    config: RingConfig,
) -> float:
    """How much of the weight of a family's widest sharing is the members' own doing."""
    weight = _weight(widest, config)
    if family in verdict.contained and (family is not Family.EMAIL or verdict.several):
        return 0.0  # many addresses of one house, many cards of one payer
    if family is Family.NETWORK and (widest.exclusive if weight else widest.purity) < 0.5 and verdict.product:
        return 0.0  # whoever uses a product comes from where it runs, next to others
    if family is Family.DEVICE and widest.kind == "client" and verdict.product:
        return 0.0  # its versions and builds
    if family is Family.DEVICE and weight > 0 and Family.EMAIL in verdict.dispersed and _made(world, verdict, config):
        return 0.0  # machines on which accounts were made are their maker's, as mailboxes and telephones are
    if family is Family.NETWORK and weight == 0 and widest.purity >= 0.5 and _rented(world, verdict, provider):
        if not _may_be_a_house(world, verdict.profile):
            verdict.hired = 0.5  # a hosting subnet of their own, hired by nobody in particular
        return verdict.hired
    if family is Family.DEVICE and weight == 0 and _scripted(verdict) and _own_tool(shared[family], verdict.profile):
        return TOOL  # mailboxes by one script, automation that nobody else runs
    return weight


def _made(world: World, verdict: Verdict, config: RingConfig) -> bool:
    """Whether members share devices and clients in many bundles at their sign-up alone."""
    found = (sharing(world, verdict.profile, kind, used=True) for kind in ("device", "client"))
    return not any(one is not None and _weight(one, config) > 0 for one in found)


def _may_be_a_house(world: World, profile: Profile) -> bool:
    """Whether nearly all members may sign with one domain of a house: a feed that names only the large providers, or no
    mail at all, and no payments, cannot tell a firm's jobs on its server from a ring on one.
    """
    told = world.snapshot.memberships.get("email_domain")
    if told is None:
        return "instrument" not in world.snapshot.memberships
    features = world.features
    owner, x = features.rows(profile.members)
    mail = features.kind[x] == features.kinds.index("email_domain")
    unknown = len(profile.members) - len(distinct(owner[mail]))
    hidden = any(not is_public(name) for name in told.suppressed)
    domain = held_of(world, profile, "email_domain")
    private = 0 if domain is None else np.unique(domain[domain >= 0], return_counts=True)[1].max(initial=0)
    return bool(private + (unknown if hidden else 0) >= CONTAINER * len(profile.members))


def _scripted(verdict: Verdict) -> bool:
    return not verdict.contained and verdict.told("scripted_mailboxes") > 0


def is_product(world: World, profile: Profile) -> bool:
    """Whether all run one of a few clients that others hardly run: versions of a product, with its own questions."""
    if "client" not in world.features.kinds:
        return False
    s = len(profile.members)
    owner, x = own_things(world, profile)
    held = profile.lift_of(x)[1]
    version = (world.features.kind[x] == world.features.kinds.index("client")) & (held >= VERSION * s)
    version &= held >= ITS_OWN * world.features.degree[x]
    return len(distinct(owner[version])) >= ALL * s


def _own_tool(shared: list[Sharing], profile: Profile) -> bool:
    """Whether much of a large group runs clients that nobody else runs. By itself that is any app and its users."""
    clients = [one for one in shared if one.kind == "client"]
    return len(profile.members) >= LARGE and any(one.coverage >= 0.4 and one.purity >= 0.9 for one in clients)


def mailboxes(verdict: Verdict, world: World) -> None:
    """One rare form of mailbox for many members, in no house's domain: named by a script.

    Forms go with languages a little; what the members have more of is weighed by how many have it and how rare it is.
    """
    found = None if Family.EMAIL in verdict.contained else sharing(world, verdict.profile, "email_pattern")
    if found is None or found.top < 0.4:
        return
    members = verdict.profile.member_bits[:, FAMILY_NUMBER[Family.EMAIL]]
    told = sum(term.bits for term in verdict.terms if term.family is Family.EMAIL)
    bits = min(0.5 * float(members.mean()), 0.5 * FAMILY_CAP) - told
    if bits <= 0:
        return
    note = f"{found.top:.0%} have one rare form of mailbox; who has it is a member by {found.top_purity:.0%}"
    verdict.families.add(Family.EMAIL)
    verdict.terms.append(Term(Family.EMAIL, "scripted_mailboxes", "", 0, round(found.top * len(members)), bits, note))


def _weight(one: Sharing, config: RingConfig) -> float:
    """0..1: how far sharing is in many bundles of the group's own. Two bundles are chance, twenty are a method.

    Networks, domains and clients belong to others: they count by how exclusively members use them.
    """
    if one.dispersed < config.dispersed or one.bundles < config.bundles:
        return 0.0
    weight = 1.0 - 2.0 / one.bundles
    if one.kind in ("subnet", "ip", "email_domain", "client"):
        weight *= min(max((one.exclusive - 0.05) / 0.45, 0.0), 1.0)
    return weight


def _contains(one: Sharing, provider: Provider | None) -> bool:
    """One identifier holds the group together, and it is a house's own rather than open to everybody."""
    if one.top < CONTAINER or one.kind in ("client", "device", "email", "phone"):
        return False
    if one.kind == "subnet" and provider is not None:
        kind = provider.kind_of(one.top_name)
        return kind not in PUBLIC and (kind is not None or one.top_purity >= 0.5)
    return one.top_purity >= (ALL_OF_IT if one.kind == "email_domain" and one.top >= ALL else 0.5)


def _rented(world: World, verdict: Verdict, provider: Provider | None) -> bool:
    """Most of the members share networks that are open to everybody: hosting, VPN, proxy, a carrier."""
    if provider is None or len(verdict.profile.members) < LARGE:
        return False
    owner, x = world.features.rows(verdict.profile.members)
    number = provider.number[x]
    chosen = (number >= 0) & (verdict.profile.lift_of(x)[0] >= 3.0)
    if not chosen.any():
        return False
    hired = len(distinct(owner[chosen][provider.public[number[chosen]]]))
    return bool(hired >= CONTAINER * len(verdict.profile.members))
