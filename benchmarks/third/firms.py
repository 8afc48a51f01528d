"""Companies (one exit, one card, single sign-on, shifts, nightly jobs) and agencies that hold clients' accounts."""

from __future__ import annotations

import numpy as np

from benchmarks.third.account import Account, Traits
from benchmarks.third.cast import Cast
from benchmarks.third.draw import DAY, FOREVER
from benchmarks.third.rhythms import BROAD, EARLY, OFFICE, SHIFT_DAY, SHIFT_LATE, SHIFT_NIGHT


def companies(cast: Cast) -> None:
    """Cast employees, company by company."""
    draw = cast.setting.draw
    for n in cast.sizes(0.07, 0.18, lambda: min(500, 5 * np.exp(abs(draw.rng.normal(0, 1.4)) + 0.5))):
        company = _Company(cast, n)
        for place in range(n):
            company.employee(place)


class _Company:
    """What the employees share."""

    def __init__(self, cast: Cast, n: int) -> None:
        s, draw = cast.setting, cast.setting.draw
        self._cast = cast
        self._group = cast.group("company")
        self._country = s.access.country()
        self._domain = s.mail.domain()
        provider = s.access.office()
        self._exits = provider.sub(draw.integer(2, 5), draw.integer(1, 6))
        if draw.chance(0.35):
            s.addresses.label(provider.last, provider.asn, self._domain, "business", 1)
        if draw.chance(0.3):  # hosted desktops, or a secure web gateway in a cloud
            self._exits = s.access.cloud().sub(4, draw.integer(1, 6))
        self._paying = draw.weighted(("one", "corp", "invoice", "own"), (0.45, 0.2, 0.2, 0.15))
        cards = 1 if self._paying == "one" else max(2, n // draw.integer(4, 12))
        self._cards = [s.instrument() for _ in range(cards)]
        self._address = s.billing_address()
        self._bin = cast.payments.some_bin(self._country)
        self._call_centre = draw.chance(0.12)
        self._rolled_out = draw.chance(0.3)
        self._roll_out = draw.uniform(-250, s.clock.days - 3)
        self._single_sign_on = draw.chance(0.6)
        self._has_jobs = draw.chance(0.25)
        self._job_times = s.rhythms.cron(draw.integer(1, 6))
        self._job_topics = s.topics.taste((s.topics.any(draw.integer(1, 3)), 1))
        self._job_template = s.new_template()
        self._client = s.clients.api() if draw.chance(0.5) else None
        self._topics = s.topics.any(draw.integer(3, 12))
        self._mail_form = draw.pick(("first.last", "first", "flast"))
        self._rotation = float(draw.pick((3600.0, DAY, FOREVER)))
        self._head: Account | None = None

    def employee(self, place: int) -> None:
        """Cast an employee, or an account of a nightly job."""
        s, draw = self._cast.setting, self._cast.setting.draw
        is_job = self._has_jobs and draw.chance(0.35)
        office = self._exits.source(self._rotation, draw.uniform(0.5, 0.95))
        traits: Traits = {"country": self._country, "api": self._client, "template": 0}
        if is_job:
            traits["sources"] = [self._exits.source(FOREVER)]
        else:
            traits["sources"] = [office, s.access.home(self._country).weighing(1 - office.weight)]
        traits["email"] = s.mail.unique(self._mailbox)
        traits["organization"] = self._domain if draw.chance(0.7) else None
        if self._single_sign_on:
            traits["plan"] = draw.pick(("team", "enterprise"))
        if self._paying == "invoice" and draw.chance(0.5):
            traits["verified"] = "contract"
        if self._rolled_out:
            traits["created"] = s.clock.at(self._roll_out + draw.uniform(0, 3))
        self._work(traits, is_job)
        account = self._employed(traits)
        self._pay(account, place)

    def _mailbox(self) -> str:
        first, last = self._cast.setting.words.person()
        forms = {"first.last": f"{first}.{last}", "flast": f"{first[0]}{last}", "first": first}
        return f"{forms[self._mail_form]}@{self._domain}"

    def _work(self, traits: Traits, is_job: bool) -> None:
        """When, what and how much."""
        s, draw = self._cast.setting, self._cast.setting.draw
        if self._call_centre:
            traits["rhythm"] = draw.pick((SHIFT_DAY, SHIFT_LATE, SHIFT_NIGHT))
            traits["weekend"] = draw.uniform(0.5, 1)
        else:
            traits["rhythm"] = draw.weighted((OFFICE, BROAD, EARLY), (4, 1, 0.5))
        if is_job:
            traits |= {"topics": self._job_topics, "tail": 0.02, "timetable": self._job_times, "surface": "api"}
            traits |= {"template": self._job_template, "noise": 5, "on_timetable": draw.uniform(0.8, 1)}
        else:
            shared = self._topics, draw.uniform(0.3, 0.8)
            traits["topics"] = s.topics.taste(shared, (s.topics.any(3), 0.4))
        traits["jitter"] = draw.uniform(2, 60)
        traits["spread"] = draw.uniform(20, 600)
        if is_job or (self._call_centre and draw.chance(0.8)):
            traits["rate"] = draw.log_uniform(8, 80)
        steady = is_job or self._call_centre
        traits["presence"] = draw.uniform(0.85, 1) if steady else float(draw.rng.beta(2, 2.2))

    def _employed(self, traits: Traits) -> Account:
        """With single sign-on everybody is below the first account, and all were signed up by the same client."""
        head = self._head
        if self._single_sign_on:
            if head:
                traits["parent"] = head.account_id
            else:
                traits["signup_client"] = self._cast.setting.clients.new("sso-" + self._domain)
        account = self._cast.add("company", self._group, **traits)
        if head and self._single_sign_on:
            account.signup_client = head.signup_client
        self._head = head or account
        return account

    def _pay(self, account: Account, place: int) -> None:
        draw, pay = self._cast.setting.draw, self._cast.payments.pay
        card, country, payer = self._cards[place % len(self._cards)], self._country, f"org_{self._domain}"
        if self._paying == "own":
            self._cast.payments.maybe(account)
        elif self._paying in ("one", "corp"):
            kind = "card" if draw.chance(0.9) else "virtual-card"
            pay(account, card, kind, country, self._bin, payer, self._address)
        elif place == 0 or draw.chance(0.5):
            pay(account, self._cards[0], "invoice", country, None, payer, self._address)


def agencies(cast: Cast) -> None:
    """Cast agencies: one office's people work on many clients' accounts, paid by the agency's card."""
    draw = cast.setting.draw
    for n in cast.sizes(0.006, 0.025, lambda: draw.log_uniform(8, 160)):
        _agency(cast, n)


def _agency(cast: Cast, n: int) -> None:
    s, draw = cast.setting, cast.setting.draw
    group, country, domain = cast.group("agency"), s.access.country(), s.mail.domain()
    office = s.access.office().sub(3, draw.integer(1, 4))
    cards = [s.instrument() for _ in range(draw.integer(1, 2))]
    at_office, own_domain = draw.uniform(0.1, 0.9), draw.chance(0.4)
    client = s.clients.api()
    first, over = draw.uniform(-300, -10), draw.uniform(5, 300)
    topics, shared = s.topics.any(draw.integer(2, 8)), draw.uniform(0.1, 0.6)
    mailer = s.mail.script([domain], draw.pick(("word", "plus", "dot")))
    bank, address, template = cast.payments.some_bin(country), s.billing_address(), s.new_template()
    for place in range(n):
        by_office = office.source(FOREVER if draw.chance(0.5) else DAY, at_office)
        traits: Traits = {"country": country}
        traits["sources"] = [by_office, s.access.home(country).weighing(1 - at_office)]
        traits["email"] = mailer() if own_domain else s.mail.personal(s.mail.domain())
        traits["created"] = min(s.clock.at(first + draw.rng.random() * over), s.clock.at(s.clock.days - 1))
        traits["topics"] = s.topics.taste((topics, shared), (s.topics.any(4), 1 - shared))
        traits["api"] = client if draw.chance(0.7) else None
        traits["template"] = template if draw.chance(0.5) else 0
        traits |= {"rhythm": OFFICE, "login": office.source(FOREVER), "rate": draw.log_uniform(2, 40)}
        traits |= {"presence": float(draw.rng.beta(1.5, 1.5)), "plan": draw.pick(("api", "pro"))}
        account = cast.add("agency", group, **traits)
        cast.payments.pay(account, cards[place % len(cards)], "card", country, bank, f"org_{domain}", address)
