"""Honest groups that look like rings: name -> (maker, share of the honest accounts in the `none` style).

A maker takes the world and a number of accounts.
"""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.ninth import traps_crowd as crowd
from benchmarks.ninth import traps_grey as grey
from benchmarks.ninth import traps_home as home
from benchmarks.ninth import traps_machine as machine
from benchmarks.ninth import traps_school as school
from benchmarks.ninth import traps_work as work
from benchmarks.ninth.world import World

TRAPS: dict[str, tuple[Callable[[World, int], None], float]] = {
    "family": (home.family, 0.04),
    "shelter": (home.shelter, 0.006),
    "hotspot": (home.hotspot, 0.02),
    "cafe": (home.cafe, 0.008),
    "holiday": (home.holiday, 0.012),
    "mobile_only": (home.mobile_only, 0.04),
    "sanctioned": (home.sanctioned, 0.015),
    "aid_cards": (home.aid_cards, 0.006),
    "course": (school.course, 0.03),
    "exam": (school.exam, 0.025),
    "hackathon": (school.hackathon, 0.012),
    "research": (school.research, 0.006),
    "competition": (school.competition, 0.008),
    "callcentre": (work.callcentre, 0.012),
    "desktops": (work.desktops, 0.012),
    "coworking": (work.coworking, 0.02),
    "migration": (work.migration, 0.012),
    "pool": (work.startup_pool, 0.004),
    "seo": (work.seo, 0.006),
    "guild": (work.guild, 0.005),
    "agency": (work.agency, 0.01),
    "annotators": (work.annotators, 0.006),
    "ci": (machine.ci, 0.01),
    "app": (machine.app, 0.015),
    "game": (machine.game_bot, 0.01),
    "reseller": (machine.reseller, 0.012),
    "fleet": (machine.fleet, 0.006),
    "evalbench": (machine.evalbench, 0.006),
    "cronusers": (machine.cronusers, 0.01),
    "gateway": (machine.gateway, 0.008),
    "viral": (crowd.viral, 0.025),
    "surge": (crowd.surge, 0.03),
    "private": (crowd.private, 0.02),
    "roleplay": (crowd.roleplay, 0.015),
    "neobank": (crowd.neobank, 0.015),
    "referral": (crowd.referral, 0.012),
    "bounty": (crowd.bounty, 0.003),
    "returners": (crowd.returners, 0.006),
    "grey": (grey.buyers, 0.012),
    "evaders": (grey.evaders, 0.006),
    "powerusers": (grey.power, 0.003),
    "resold_seats": (grey.resold_seats, 0.005),
    "sims": (grey.recycled_sims, 0.006),
}
