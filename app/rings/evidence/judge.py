"""From a group's profile to its verdict: additive terms in bits, the containers that explain it, the state."""

from __future__ import annotations

from typing import Final

import numpy as np

from app.model.detection import Figure, State, Term
from app.model.identifiers import Family
from app.rings.config import FAMILY_CAP, MORE, RingConfig
from app.rings.evidence.chained import chained
from app.rings.evidence.crosswise import crosswise
from app.rings.evidence.excuses import AWAKE, CROSSING, EVEN, excuse
from app.rings.evidence.group_test import (
    divergence_bits,
    evenness,
    night_excess,
    roaming,
    synchrony,
    together,
)
from app.rings.evidence.houses import houses
from app.rings.evidence.infrastructure import INFRASTRUCTURE, infrastructure, is_product, mailboxes, shared_by_family
from app.rings.evidence.places import place
from app.rings.evidence.verdict import Verdict
from app.rings.population.beginnings import bursts
from app.rings.population.networks import Provider
from app.rings.population.profile import SPEAKS, Profile, asking
from app.rings.population.world import DATA, World

ASKED: Final = 0.1
"""Share of the members who must have asked anything, for what they ask to speak for or against the group."""
ROAMS: Final = 1.75
"""Doublings of the networks that an account comes from up to which it may be a traveller behind a VPN."""
PLACES: Final = 2.5
"""Providers that people have in common with their office, family or school: that place, a second one, IPv6."""
BURST: Final = 3.0
"""Times as many beginnings within the hour as at the same hour of other days: more than a launch everybody heard of."""
WAVE: Final = 2.0
"""Bits of a wave at most, where what its accounts ask tells more."""
SCRIPT: Final = 3.0
"""Bits more, one for each doubling beyond BURST, where the feeds tell of one family alone."""
HIDDEN: Final = 2
"""Families of infrastructure that are shared in many bundles, of a group that does not act as one."""
ANYBODYS: Final = 4.0
"""Bits of a common clock at most, where it strikes the quarters of the hour, to which many set their jobs."""
ONE_CLOCK: Final = 0.6
"""Doublings of coincidences from which on the members follow one clock."""


def judge(
    world: World, profile: Profile, provider: Provider | None, config: RingConfig, *, fronts: bool = False
) -> Verdict:
    """Run every test on a refined group and decide its state; `fronts` are houses that are known not to be houses."""
    verdict = Verdict(profile, prior=config.prior, alone=world.one_family)
    found = roaming(world.behaviour, profile.members)
    verdict.roams = _roaming_bits(*found) > 0
    shared = shared_by_family(world, profile, provider)
    verdict.product = is_product(world, profile)
    _place(verdict, world)
    several = None if fronts else houses(world, profile, at_home=not (verdict.roams or verdict.machines))
    if several is not None:
        verdict.several = True
        verdict.contained = dict.fromkeys((Family.PAYMENT, Family.NETWORK, Family.EMAIL), several)
    for family in INFRASTRUCTURE:
        if family is Family.DEVICE:
            mailboxes(verdict, world)
        infrastructure(verdict, world, family, shared, provider, config)
    _content(verdict, world, config)
    _clock(verdict, world)
    _wave(verdict, world)
    _even(verdict, world)
    _roam(verdict, *found)
    _pool(verdict, world, provider)
    excuse(verdict, world)
    crosswise(verdict, world)
    chained(verdict, world)
    decide(verdict, config)
    return verdict


def _place(verdict: Verdict, world: World) -> None:
    """Who sits in a place does not come from all over the world."""
    found = place(world, verdict.profile) if not verdict.roams else None
    if found is not None and found.hired:
        verdict.machines = True
    elif found is not None and found.crowded:
        verdict.crowded = found.name
    elif found is not None:
        verdict.place = True
        verdict.contained.setdefault(Family.NETWORK, found.name)


def _content(verdict: Verdict, world: World, config: RingConfig) -> None:
    members = verdict.profile.members
    asked = (world.data[members] & DATA["topics"]) > 0
    questions = asking(world, verdict.profile)
    if questions is None or asked.sum() < max(config.seed_size, ASKED * len(members)):
        return  # too few have asked anything yet
    member_bits = questions.bits(world, members[asked])
    number, others = int((member_bits >= SPEAKS).sum()), questions.others
    inside, mean = number / len(member_bits), float(member_bits.mean())
    outside = (float(others[questions.table >= SPEAKS].sum()) + 0.5) / (float(others.sum()) + 1)
    joint = inside >= config.unify and mean >= 2.0
    bits = min(0.5 * mean, FAMILY_CAP) if joint else -3.0
    note = f"{inside:.0%} of the members ask the group's mix of topics, {outside:.2%} of everybody else"
    figures = (Figure("coverage", inside, outside),)
    verdict.terms.append(Term(Family.CONTENT, "topics", "", 0, number, bits, note, figures))
    if joint:
        verdict.families.add(Family.CONTENT)
        verdict.unified = True


def _clock(verdict: Verdict, world: World) -> None:
    """Synchrony and nights: positions between the human and the machine hypothesis."""
    members = verdict.profile.members
    sync = synchrony(world.behaviour, members)
    if sync.pairs >= 50:
        position = float(np.log2(max(sync.ratio, 0.25)))  # 1 = twice as many coincidences as a shared day explains
        bits = _between(position, 2.0 / np.sqrt(sync.pairs), ANYBODYS if sync.on_quarters else FAMILY_CAP, -1.0)
        note = f"{sync.ratio:.1f} times as many coincidences in one slot as 15-60 minutes later ({sync.pairs} pairs)"
        figures = (Figure("ratio", sync.ratio, 1.0),)  # 1 by construction: what a shared day explains
        verdict.terms.append(Term(Family.TIMING, "synchrony", "", 0, len(members), bits, note, figures))
        if position >= ONE_CLOCK:
            verdict.machine = verdict.unified = True
            verdict.families.add(Family.TIMING)
    number, excess, error = night_excess(world.behaviour, members)
    verdict.seldom = world.behaviour.timed and number < 5 and sync.pairs < 50
    if number >= 5:
        human = verdict.told("synchrony") < 0
        # who imitates people imitates their nights and their minutes: one contradiction, not two
        bits = _between(excess, error, 3.0, 0.0 if human else -1.0)
        # the most active are measured: where they sleep the others do, but of strangers they are who runs jobs
        bits *= number / len(members) if bits > 0 else 1.0
        note = f"quietest six hours: {excess:.0%} of the way from how people sleep to around the clock"
        figures = (Figure("around_the_clock", excess, 0.0),)
        verdict.terms.append(Term(Family.TIMING, "nights", "", 0, number, bits, note, figures))
        if bits > AWAKE:
            verdict.machine = True
            verdict.families.add(Family.TIMING)


def _between(position: float, error: float, most: float, least: float) -> float:
    """Gaussian log-likelihood ratio in bits of 1 against 0, with room for how much honest groups differ."""
    variance = error**2 + 0.25**2
    return float(np.clip((2 * position - 1) / (2 * variance) / np.log(2), least, most))


def _wave(verdict: Verdict, world: World) -> None:
    if "wave" not in world.kinds:
        return
    column = world.kinds.index("wave")
    members = verdict.profile.members
    profile = verdict.profile
    near = profile.kind_bits[profile.inside, column] > 0.5
    others = profile.others[column][profile.tables[column] > 0.5].sum()
    inside, outside = float(near.mean()), float((others + 0.5) / (world.n - len(members) + 1))
    strength = divergence_bits(len(members), inside, outside)
    if inside < 0.3 or strength <= 2.0:
        return
    burst = bursts(world.began[members])
    # not in bursts they began in the same weeks, each when it suited them or by a patient script
    kind = "creation_wave" if burst >= BURST else "same_weeks"
    note = (
        f"{inside:.0%} were created, or woken from a week of sleep, within the hour of another member, "
        f"{outside:.1%} of everybody else; {burst:.1f} times as many as at that hour of other days"
    )
    figures = (Figure("coverage", inside, outside), Figure("bursts", burst, 1.0))
    number = round(inside * len(members))
    most = WAVE
    if kind == "creation_wave" and verdict.alone and not verdict.families & {Family.DEVICE, Family.NETWORK}:
        # no feed tells of anything else: that they were made at one go is how they act. Machines and networks are in
        # places where people begin together
        verdict.unified = True
        most += float(np.clip(np.log2(burst / BURST), 0.0, SCRIPT))
    verdict.terms.append(Term(Family.TIMING, kind, "", 0, number, min(strength / 4, most), note, figures))
    verdict.families.add(Family.TIMING)


def _even(verdict: Verdict, world: World) -> None:
    number, spread, usual = evenness(world.behaviour, verdict.profile.members)
    if number >= 8 and usual > 0:
        # F-like: bits of a normal with this spread against one with the population's, capped
        ratio = spread / usual
        bits = float(np.clip(3.0 * (0.75 - ratio) / 0.5, -0.5, 2.0))
        note = f"volume a day spreads by {spread:.2f} (log), everybody's by {usual:.2f}"
        figures = (Figure("spread", spread, usual),)
        verdict.terms.append(Term(Family.TIMING, "evenness", "", 0, number, bits, note, figures))


def _roam(verdict: Verdict, number: int, doublings: float) -> None:
    """Rotated exits: people come from a few networks, who rents a rotating proxy from many.

    Three times as many is what people with a mobile and a VPN reach; each doubling beyond is rarer among people. It
    adds to the network's evidence and never speaks against a group.
    """
    bits = _roaming_bits(number, doublings)
    if bits > 0 and Family.NETWORK in verdict.families:
        note = f"members come from {2**doublings:.1f} times as many networks as accounts as active as they are"
        figures = (Figure("networks", float(2**doublings), 1.0),)
        verdict.terms.append(Term(Family.NETWORK, "roaming", "", 0, number, bits, note, figures))


def _pool(verdict: Verdict, world: World, provider: Provider | None) -> None:
    """The same networks of several providers together: a house has a place or two, who rents exits has a list of them.

    Only networks that are mostly the members' own count: customers of one VPN have its exits in common with others.
    """
    if provider is None or Family.NETWORK not in verdict.families:
        return
    mean = float(together(world, verdict.profile, provider).mean())
    bits = float(np.clip(2.5 * np.log2(max(mean, 1.0) / PLACES), 0.0, 5.0))
    if bits > 0:
        note = f"members share networks of {mean:.1f} providers on average that hardly anybody else uses"
        number = len(verdict.profile.members)
        verdict.terms.append(
            Term(Family.NETWORK, "same_networks", "", 0, number, bits, note, (Figure("providers", mean, PLACES),))
        )


def _roaming_bits(number: int, doublings: float) -> float:
    return float(np.clip(2.5 * (doublings - ROAMS), 0.0, 5.0)) if number >= 5 else 0.0


def _together(verdict: Verdict) -> bool:
    """Whether one hand holds what members hide behind: they act as one, or hide in two families at once.

    Who covers its traffic, or lets its accounts to others, does not act as one; that speaks against it in bits. Who is
    awake at all hours and alike in volume is a machine's, whatever it asks: it does not tell one machine from the next.
    """
    tireless = verdict.told("nights") > AWAKE and verdict.told("evenness") >= EVEN
    return len(verdict.dispersed) >= (1 if verdict.unified or tireless else HIDDEN)


def _beside_it(verdict: Verdict) -> float:
    """Bits of what goes round among the members but for networks. Which tools they run goes round among nobody, if the
    feeds tell of cards or mailboxes that could.
    """
    could = Family.DEVICE in verdict.dispersed and verdict.fed & {Family.PAYMENT, Family.EMAIL}
    tools = verdict.told("shared_client") if could else 0.0
    return verdict.tells(verdict.dispersed - {Family.NETWORK}) - tools


def decide(verdict: Verdict, config: RingConfig) -> None:
    """Set the state, and the reason where it is not flagged, from the terms and what the tests noted."""
    told = [family for family in verdict.families if family.infrastructure]
    strangers = verdict.told("creation_wave") == 0  # who were made at one go did not meet at a server
    one_server = verdict.hired > 0 and strangers and _beside_it(verdict) < CROSSING  # anybody could have hired it
    proven = verdict.tangible >= config.tangible * (MORE if one_server else 1.0)
    contract = verdict.told("contract") < 0
    explained = ", ".join(verdict.contained[family] for family in sorted(verdict.contained))
    if contract:
        verdict.state, verdict.reason = State.BENIGN, "verified contract"
    elif _together(verdict) and len(verdict.families) >= 2 and verdict.bits >= 0 and proven:
        verdict.state = State.FLAGGED
    elif verdict.contained and not verdict.dispersed:
        if verdict.machine and verdict.unified:
            verdict.state = State.CONTAINED_SUSPECT
            verdict.reason = f"one house explains the links but not the machine's clock: {explained}"
        else:
            verdict.state, verdict.reason = State.BENIGN, f"one house explains the links: {explained}"
    elif not told or (verdict.bits >= 0 and not proven):
        verdict.state, verdict.reason = State.CANDIDATE, "content and timing alone"
    elif verdict.alone:
        verdict.state, verdict.reason = State.CANDIDATE, "one family only: the feeds tell of no other"
    elif not verdict.unified:
        verdict.state, verdict.reason = (
            State.BENIGN,
            "shared infrastructure, but everybody asks for something else at another time",
        )
    else:
        verdict.state, verdict.reason = State.CANDIDATE, "too little evidence beyond one family"
