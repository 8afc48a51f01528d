"""Crowds that arrive at once and ask alike: hackathons in one hall, cohorts after a tutorial or an influencer."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.third.access import HOURS
from benchmarks.third.account import Traits
from benchmarks.third.cast import Cast
from benchmarks.third.draw import DAY
from benchmarks.third.rhythms import EVENING
from benchmarks.third.setting import Setting
from benchmarks.third.topics import TARGETS


def hackathons(cast: Cast) -> None:
    """Cast hackathons: sign-ups within hours from one exit, bursts of the same for two or three days."""
    draw = cast.setting.draw
    for n in cast.sizes(0.006, 0.025, lambda: draw.log_uniform(20, 220), 15):
        _hackathon(cast, n)


def _hackathon(cast: Cast, n: int) -> None:
    s, draw = cast.setting, cast.setting.draw
    group, country = cast.group("hackathon"), s.access.country()
    hall = s.access.office().sub(3, draw.integer(1, 4))
    day = int(draw.uniform(0, max(0.5, s.clock.days - 4)))
    own_topics = draw.chance(0.6)
    topics = _challenges(s) if own_topics else s.topics.of("agentic-reasoning", 4)
    client = s.clients.sdk() if draw.chance(0.7) else s.clients.new(f"hack-{s.words.word()}/0.{draw.integer(1, 9)}")
    factor = s.rhythms.factor(slice(day, day + draw.integer(2, 3)), 0.05)
    opens = ((17 if draw.rng.random() < 0.5 else 9) - HOURS[country]) % 24 * 3600
    bursts = s.rhythms.bursts(draw.integer(3, 9), 8 - HOURS[country], 26 - HOURS[country], fixed=False)
    template = s.new_template() if draw.chance(0.5) else 0
    sponsored, referrer = draw.chance(0.4), None
    common: Traits = {"country": country, "api": client, "surface": "api", "rhythm": EVENING, "factor": factor}
    common |= {"presence": 0.95, "timetable": bursts, "jitter": 1500.0, "login": hall.source(DAY)}
    for place in range(n):
        traits: Traits = {"sources": [hall.source(DAY, 0.85), s.access.mobile(country, 0.15)], "referrer": referrer}
        morning = s.clock.at(day - (0 if draw.chance(0.8) else 1)) + opens
        traits["created"] = morning + draw.uniform(0, 3 * 3600)
        shared = topics, draw.uniform(0.6, 0.98)
        traits["topics"] = s.topics.taste(shared, (s.topics.any(2), 0.2))
        traits |= {"rate": draw.log_uniform(15, 90), "on_timetable": draw.uniform(0, 0.4)}
        traits["template"] = template if draw.chance(0.6) else 0
        traits["plan"] = "api" if draw.chance(0.5) else "free"
        traits["signup_ip"] = s.addresses.one_of(hall)
        account = cast.add("private", group, **common | traits)
        if place == 0 and draw.chance(0.5):
            referrer = account.account_id
        if not sponsored:
            cast.payments.maybe(account, 0.4)


def _challenges(s: Setting) -> list[int]:
    return [s.topics.new(s.draw.pick(TARGETS)) for _ in range(s.draw.integer(1, 4))]


@dataclass(frozen=True, slots=True)
class _Cohort:
    """What the followers of one tutorial have in common."""

    first: float
    topics: list[int]
    client: int
    template: int
    country: str
    shared: float
    """Weight of the tutorial's topics."""


def cohorts(cast: Cast) -> None:
    """Cast followers of an influencer or a tutorial: anywhere, one referrer, one client, the same exercises."""
    s, draw = cast.setting, cast.setting.draw
    for n in cast.sizes(0.005, 0.03, lambda: draw.log_uniform(30, 400), 20):
        group = cast.group(draw.pick(("cohort", "mooc")))
        first, topics = draw.uniform(-15, s.clock.days - 5), _challenges(s)
        client = draw.pick((s.clients.tool(), s.clients.sdk()))
        template = s.new_template()
        cohort = _Cohort(first, topics, client, template, s.access.country(), draw.uniform(0.3, 0.9))
        referrer: str | None = None
        for _ in range(n):
            referrer = _follower(cast, group, cohort, referrer)


def _follower(cast: Cast, group: str, cohort: _Cohort, referrer: str | None) -> str | None:
    """Cast one follower; returns the referrer of the next."""
    s, draw, first = cast.setting, cast.setting.draw, cohort.first
    traits: Traits = {"country": cohort.country if draw.chance(0.5) else None, "referrer": referrer, "noise": 4}
    after = float(draw.rng.exponential(1.5)) if first + 9 < s.clock.days else draw.uniform(0, 2)
    traits["created"] = s.clock.at(first + after)
    shared = cohort.topics, cohort.shared
    traits["topics"] = s.topics.taste(shared, (s.topics.any(3), 1 - cohort.shared))
    traits |= {"api": cohort.client, "surface": "api" if draw.chance(0.8) else None}
    traits["template"] = cohort.template if draw.chance(0.6) else 0
    traits |= {"rate": draw.log_uniform(3, 40), "presence": float(draw.rng.beta(1, 1.7))}
    account = cast.add("private", group, **traits)
    referrer = referrer or (account.account_id if draw.chance(0.8) else None)
    cast.payments.maybe(account)
    return referrer
