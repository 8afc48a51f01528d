"""What makes a group innocent: a contract, one house, a product's servers, households, or nothing that is hidden."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from app.model.detection import Term
from app.model.identifiers import Family
from app.rings.evidence.group_test import CONTAINER, presence
from app.rings.evidence.households import HOUSEHOLD, in_households, in_teams
from app.rings.evidence.infrastructure import INFRASTRUCTURE
from app.rings.evidence.verdict import Verdict
from app.rings.population.world import World

EVEN: Final = 0.5
"""Bits from which on members' volumes differ less than people's do: by two thirds of everybody's."""
AWAKE: Final = 1.5
"""Bits of `nights` from which on members do not sleep."""
UNCOMMON: Final = 4.0
"""Bits of `topics` or `synchrony` from which on households do not do the same by chance: hardly one in as many as
there are."""
ALONE: Final = ("shared_email_domain", "shared_client")
"""Terms of what colleagues have in common: their firm's domain, and the tools of their trade."""
EVENT_DAYS: Final = 3
EVENT: Final = 0.5
"""More than this share of all that members do falls on so many days in a row where they meet once."""
CROSSING: Final = 1.0
"""Bits of other infrastructure from which on something goes round among domains, or among cards."""
SOME: Final = 0.5
"""Share of a tool's users below which some share a card or a home; who pays for a ring pays for most of it."""
MOST: Final = 2 / 3
"""Share of the members whom others verify, from which on nobody verifies himself."""
HANDFUL: Final = 4.0
"""Accounts for each card at most, of who spreads a risk; a team has one for all."""


def excuse(verdict: Verdict, world: World) -> None:
    """Take from what the group seems to hide whatever is somebody's own, and tell what explains it."""
    members = verdict.profile.members
    contract = float(world.snapshot.population.contract[members].mean())
    if contract >= 0.5:
        _told(verdict, Family.TIMING, "contract", -12.0, f"{contract:.0%} under contract", contract)
    if _one_parent(world, verdict):
        verdict.contained[Family.EMAIL], verdict.declared = "one parent account", True
    if verdict.crowded and _asleep(verdict):
        _at_a_hotspot(verdict)
    if verdict.dispersed == {Family.EMAIL} and (_colleagues(verdict) or _signed_up_by_others(verdict)):
        verdict.dispersed.clear()
    owner = [family for family in (Family.EMAIL, Family.NETWORK, Family.PAYMENT) if family in verdict.contained]
    hidden = set(verdict.dispersed)
    _of_a_house(verdict, owner)
    if verdict.product and _from_its_servers(verdict):
        verdict.dispersed.discard(Family.NETWORK)
    if _live_together(verdict) and in_teams(world, verdict.profile):
        verdict.dispersed.discard(Family.PAYMENT)
    verdict.met = verdict.place and Family.NETWORK in verdict.contained and _meets(verdict, world)
    if verdict.met or _households(verdict, world):
        # teams have a card each; there are thousands of households: some ask the same, none keep one clock
        verdict.dispersed.clear()
    verdict.cleared = hidden - verdict.dispersed
    if owner and not verdict.dispersed:
        names = ", ".join(verdict.contained[family] for family in owner)
        _told(verdict, owner[0], "container", -16.0, f"one house explains the links: {names}")
    elif not verdict.dispersed:
        note = "no infrastructure shared in many small bundles"
        _told(verdict, Family.NETWORK, "nothing_hidden", -6.0, note)


def _at_a_hotspot(verdict: Verdict) -> None:
    """People at a line that more of them sit at than a house has: nobody hired it."""
    verdict.place, verdict.contained[Family.NETWORK], verdict.hired = True, verdict.crowded, 0.0
    verdict.dispersed.discard(Family.NETWORK)


def _one_parent(world: World, verdict: Verdict) -> bool:
    """Whether nearly all members are accounts of one parent account."""
    parents, least = world.snapshot.population.parent[verdict.profile.members], CONTAINER * len(verdict.profile.members)
    known = parents[parents >= 0]
    return bool(len(known) >= least and np.bincount(known).max() >= least)


def _told(verdict: Verdict, family: Family, kind: str, bits: float, note: str, share: float = 1.0) -> None:
    number = round(share * len(verdict.profile.members))
    verdict.terms.append(Term(family, kind, "", 0, number, bits, note))


def _of_a_house(verdict: Verdict, owner: Sequence[Family]) -> None:
    """What is a house's own, of a group that one owns in some families."""
    if verdict.declared or _teams(verdict):
        verdict.dispersed.clear()  # whoever says to be one needs not be found out
    elif Family.EMAIL in owner and verdict.shown and _colleagues_at_work(verdict):
        verdict.dispersed.discard(Family.PAYMENT)
    if verdict.place and Family.NETWORK in owner and _colleagues_at_work(verdict):
        _of_an_office(verdict)
        _of_a_shelter(verdict)
    one_bill = _one_bill_and_server(verdict, owner) or _one_bill_and_line(verdict)
    if len(owner) >= 2 or (owner and _people(verdict)) or one_bill:
        # one house in two ways, or full of people: teams have a card each, and branches an address, so it hides behind
        # none of its cards, machines and addresses; telephones that go round among its accounts are another matter,
        # but for those of supervisors
        verdict.dispersed &= {Family.EMAIL} if verdict.callers and not _supervised(verdict) else set()
    elif owner and (verdict.hired or verdict.machines or verdict.shown):
        # a house hires addresses for its jobs; and the exits of one of its courses are its own
        verdict.dispersed.discard(Family.NETWORK)
    elif owner and verdict.place:
        verdict.dispersed.discard(Family.DEVICE)  # the machines of one place


def _of_an_office(verdict: Verdict) -> None:
    """What people at work in one place may have of their firm, if it is all that they share: a card for each team, or
    the domains of its brands. Who hides spreads few accounts over each card. Feeds that lack a family cannot tell that
    it is all.
    """
    if not verdict.fed.issuperset(INFRASTRUCTURE):
        return
    teams = verdict.dispersed == {Family.PAYMENT} and verdict.holders > HANDFUL
    brands = verdict.dispersed == {Family.EMAIL} and verdict.told("shared_email_domain") > 0
    if teams or brands:
        verdict.dispersed.clear()


def _of_a_shelter(verdict: Verdict) -> None:
    """Machines and telephones that both go round among people of one place, if that is all that does: those who have
    none are lent one. Whoever runs accounts there runs them on a machine.
    """
    lent = verdict.dispersed == {Family.DEVICE, Family.EMAIL} and verdict.told("shared_phone") > 0
    if lent and _supervised(verdict):
        verdict.dispersed.clear()


def _one_bill_and_server(verdict: Verdict, owner: Sequence[Family]) -> bool:
    """Whether one card pays for nearly all, who all come from one hired subnet: a firm's jobs, or a desk that it rents.

    Its mailboxes are its staff's and its machines are its own. Who hides does not put all on one card and one server;
    one name or address on many cards is no such bill.
    """
    return (
        Family.PAYMENT in owner and verdict.one_card and not verdict.rents and (verdict.hired > 0 or verdict.machines)
    )


def _one_bill_and_line(verdict: Verdict) -> bool:
    """Whether one card pays for nearly all, whom one telephone verifies: a society, or a parish, that helps its members
    to an account.
    """
    return verdict.one_card and verdict.one_line and not verdict.rents and not verdict.machine


def _live_together(verdict: Verdict) -> bool:
    """Whether some may share a card as couples and teams do: users of a provider's tool, or people of one place."""
    if Family.PAYMENT not in verdict.dispersed:
        return False
    if verdict.place and Family.NETWORK in verdict.contained and not (verdict.machine or verdict.rents):
        return True
    return verdict.product and verdict.hired > 0 and verdict.payers < SOME


def _from_its_servers(verdict: Verdict) -> bool:
    """Whether a product's users come from where it runs: one hired subnet, or a few servers of people by themselves.

    Jobs of one provider's runners come from another of its addresses each time: they roam, but by no list of exits.
    """
    if verdict.told("same_networks") > 0 or (verdict.told("roaming") > 0 and not verdict.one_provider):
        return False
    asleep, themselves = verdict.told("nights") <= AWAKE, _come_by_themselves(verdict)
    return (asleep and themselves) or (verdict.hired > 0 and (asleep or themselves))


def _colleagues(verdict: Verdict) -> bool:
    """Whether mail domains are all that is shared, and nothing goes round among them: colleagues share interests.

    Whoever made the domains has servers, exits, cards or a way to name mailboxes in common too.
    """
    own = [term for term in verdict.terms if term.family.infrastructure and term.kind not in ALONE]
    return verdict.told("shared_email_domain") > 0 and sum(term.bits for term in own) < CROSSING


def _signed_up_by_others(verdict: Verdict) -> bool:
    """Whether telephones are all that goes round, among people who act as such: a guild's, a scheme's or a shop's that
    helps its customers to an account, many by each. Whoever rents numbers to hide spreads few accounts over each, has
    made the mailboxes, rents exits or a server for the accounts, or runs them at all hours.
    """
    mailboxes = verdict.told("shared_email_domain") > 0 or verdict.told("scripted_mailboxes") > 0
    return verdict.callers > HANDFUL and not mailboxes and not verdict.hired and _colleagues_at_work(verdict)


def _teams(verdict: Verdict) -> bool:
    """Whether cards for many each are all that is shared, by people: only what they ask joins one card's to the next's.

    Teams have a card each. Whoever bought cards to hide spreads few accounts over each, or has exits, machines and
    mailboxes in common too, or runs the accounts by a clock. Where no feed could show such things nobody can tell.
    That they live in one town, on a provider's lines that others use as well, is nothing that goes round.
    """
    if Family.PAYMENT not in verdict.dispersed or verdict.alone or verdict.machine or verdict.holders <= HANDFUL:
        return False
    town = not (verdict.hired or verdict.rents or Family.NETWORK in {*verdict.dispersed, *verdict.contained})
    others = set(INFRASTRUCTURE) - {Family.PAYMENT} - ({Family.NETWORK} if town else set())
    return verdict.tells(others) < CROSSING


def _colleagues_at_work(verdict: Verdict) -> bool:
    """Whether people who all sign with one house's domain act as such: they may do the same amount of the same work."""
    return (_asleep(verdict) or verdict.seldom) and not verdict.rents


def _supervised(verdict: Verdict) -> bool:
    """Whether telephones are those of supervisors: they verify some of the people who are at work and others do so
    themselves, or many each; a handful each and more if those differ in how much they do. Whoever comes too seldom
    to be timed is no machine.
    """
    if verdict.rents or not (_asleep(verdict) or verdict.seldom):
        return False
    office = verdict.place and Family.PAYMENT in verdict.contained
    many = HANDFUL if office or _people(verdict) else HOUSEHOLD
    return verdict.called < MOST or verdict.callers > many


def _asleep(verdict: Verdict) -> bool:
    """Whether the members sleep, and follow no clock."""
    return verdict.told("nights", 1.0) <= 0 and verdict.told("synchrony") < 0


def _households(verdict: Verdict, world: World) -> bool:
    """Whether the members are households side by side; people, who act as such, may live alone."""
    if verdict.rents or not _by_chance(verdict, world.n):
        return False
    return in_households(world, verdict.profile, alone=_people(verdict))


def _by_chance(verdict: Verdict, n: int) -> bool:
    """Whether households may do what the members do by chance: what they ask is common, or more others ask it than
    members, and they do not act in the same five minutes.
    """
    if verdict.told("synchrony") >= UNCOMMON:
        return False
    told = (figure.population for term in verdict.terms if term.kind == "topics" for figure in term.figures)
    outside = next(told, None) or 0.0
    return verdict.told("topics") < UNCOMMON or outside * n >= len(verdict.profile.members)


def _meets(verdict: Verdict, world: World) -> bool:
    """Whether the members are teams that met at their place once: a contest, a course of a weekend.

    Being together explains why they came within an hour, ask the same and are awake; a ring goes on.
    """
    days, present = presence(world.behaviour, verdict.profile.members)
    if not len(days):
        return False
    daily = np.bincount(days - days[0], weights=present.sum(axis=1))
    most = np.convolve(daily, np.ones(EVENT_DAYS)).max()
    return bool(most > EVENT * daily.sum()) and in_teams(world, verdict.profile)


def _come_by_themselves(verdict: Verdict) -> bool:
    """Whether nobody made the members: a product's users sign up one by one and need it more or less, also at night."""
    return verdict.told("creation_wave") == 0 and verdict.told("evenness", EVEN) < EVEN


def _people(verdict: Verdict) -> bool:
    """Whether members sleep, differ in how much they ask and keep to a place or two as everybody does.

    Whoever runs a ring evens its volumes out, and rents exits by the list.
    """
    return verdict.told("nights", 1.0) <= 0 and verdict.told("evenness", EVEN) < EVEN and not verdict.rents
