"""The papers of a ring's accounts: mailboxes, signup, numbers and how they pay."""

import dataclasses
from typing import Any

from benchmarks.fifteenth.batch import Batch, Papers, enrol
from benchmarks.fifteenth.mail import knob_for, mails
from benchmarks.fifteenth.pay import Purse, leftover, pay
from benchmarks.fifteenth.sellers import bought
from benchmarks.fifteenth.world import Arr, World

MONEY: dict[str, dict[str, Any]] = {
    "reused-card": {"kind": "card", "names": "card"},
    "virtual-one-issuer": {"kind": "virtual-card", "bins": 1, "one": True},
    "virtual-reused": {"kind": "virtual-card", "bins": 2, "names": "card"},
    "gift": {"kind": "prepaid-card", "bins": 2, "one": True},
    "crypto": {"kind": "crypto"},
    "trial": {"kind": "card", "poor": True},
    "stolen-cards": {"kind": "card", "one": True},
    "mixed": {"kind": ""},
}
"""Option of the knob `money` -> fields of a `Purse`; `one`: an instrument for each account, `poor`: few pay at all."""


def papers(world: World, knobs: dict[str, Any], batch: Batch, made: Arr, country: Arr) -> None:
    """Write the accounts and payments of a wave: `made` are seconds since 1970, `country` codes, one an account."""
    email = _mailboxes(world, knobs, len(batch.who))
    enrol(world, batch, made, country, email, _signup(world, knobs, len(batch.who)))
    money = dict(MONEY[knobs["money"]])
    reuse = 1.0 if money.pop("one", False) else knobs["reuse"]
    paid = knobs["paid"] * (0.25 if money.pop("poor", False) else 1.0)
    purse = Purse(paid, reuse, mixed=world.chance(0.4), country=knobs["card_country"], **money)
    pay(world, batch.who, made, country, purse)
    if knobs["slip_card"]:
        leftover(world, batch.who, made, int(world.rng.integers(2, 2 + max(1, int(knobs["slips"])))))


def _mailboxes(world: World, knobs: dict[str, Any], n: int) -> list[str]:
    rng = world.rng
    email = mails(world, n, knobs["mail"], knobs["mail_knob"], 0.05)
    if knobs["slip_mailbox"]:
        few = rng.choice(n, min(n, int(rng.integers(2, 7))), replace=False)
        for i, made in zip(few, mails(world, len(few), "plus", knob_for(world, "plus")), strict=True):
            email[int(i)] = made
    return email


def _signup(world: World, knobs: dict[str, Any], n: int) -> Papers:
    rng = world.rng
    told = Papers("" if rng.random() < 0.5 else str(rng.choice(["free", "pro", "api"])), "", "", False,
                  float(rng.choice([0, 0, 0.2, 0.6])), knobs["phone"], knobs["sms_reuse"],
                  knobs["address"], knobs["slip_signup_ip"])  # fmt: skip
    if knobs["signup"] != "bought":
        return told
    return dataclasses.replace(told, signup_ip=bought(world, knobs["seller"], n)[1], signup_ip_share=0.75)
