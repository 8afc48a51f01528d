"""Tiers of evasion and kinds of business; what a perfect analyst could find each by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tier:
    """What the operator spends on hiding."""

    exits: float  # exits for each account
    hold: tuple[int, ...]  # days that an account stays on an exit (0: a new one each session)
    window: int  # exits that one account is rotated over (0: the whole pool)
    per_device: float  # accounts for each device, where there are devices
    per_card: float
    per_phone: float
    share: tuple[float, float]  # of the work in an account's exchanges; the rest is cover
    level: int  # noise of the templates
    even: float  # how even an account's days are
    spread: float  # lognormal spread of rates among accounts
    batch: float  # days over which a batch of accounts is made
    outages: int  # hours in which the dispatcher stood still
    age: tuple[float, float]  # days before the work starts at which accounts were made


TIERS = {
    "plain": Tier(0.08, (0, 1, 3), 0, 6, 8, 5, (0.85, 1.0), 2, 12, 0.3, 1.5, 3, (0.2, 10)),
    "careful": Tier(0.8, (0, 1, 1), 0, 1.3, 2.2, 1.8, (0.6, 0.85), 3, 6, 0.4, 12, 2, (2, 60)),
    "evasive": Tier(2.0, (1, 2, 4), 8, 1.06, 1.05, 1.12, (0.4, 0.65), 3, 2.5, 0.55, 40, 1, (20, 500)),
}


@dataclass(frozen=True)
class Kind:
    """A business. The clue is for each evasive ring of the kind; plain and careful rings show it too, and much more."""

    name: str
    api: float  # chance that it uses keys rather than browsers
    office: float  # share of sessions that slip out at the operator's own line
    slip: float  # share of members whose profile was once opened on another member's machine
    hours: int  # of engine.HOURS; 0 with human = the claimed country's evenings
    human: bool  # follows the clock of the claimed country, not the operator's
    forms: int
    topics: int
    level: int  # added to the tier's noise
    items: float
    """Distinct tasks for each exchange: below 1 other accounts send the same text again (samples of one prompt,
    retries).
    """
    turn: int
    tout: float
    rate: float
    life: float  # days that an account lasts before it is replaced (0: the whole window)
    program: float  # share of cards from one virtual-card program
    clue: str


KINDS = {
    # Distillation by the book: a dispatcher hands out a corpus of tasks; each task is sampled several times, by
    # different accounts.
    # Perfect analyst: the identical signature arrives from several accounts that share nothing else; the accounts move
    # from one third of the forms to the next on the same day; exits are met again by other members after days; half of
    # the cards are of one program.
    "distiller": Kind(
        name="distiller",
        api=0.6,
        office=0.0,
        slip=0.03,
        hours=3,
        human=True,
        forms=40,
        topics=8,
        level=0,
        items=0.35,
        turn=3,
        tout=1400,
        rate=32,
        life=0,
        program=0.55,
        clue=(
            "identical task texts across accounts; forms turn in step; exits recur among members; half of the "
            "cards of one program"
        ),
    ),
    # A shop of workers with an antidetect browser: two shifts by the operator's clock although the accounts claim the
    # exits' countries.
    # Perfect analyst: work begins and stops with the shifts (wrong clock for the claimed countries), profiles opened on
    # the wrong machine now and then (devices join pairs), the tunnel falls and the office's own line shows in about 0.6
    # % of the sessions; the antidetect build is rare and lags behind.
    "workshop": Kind(
        name="workshop",
        api=0.0,
        office=0.006,
        slip=0.10,
        hours=4,
        human=False,
        forms=25,
        topics=6,
        level=0,
        items=0.9,
        turn=4,
        tout=900,
        rate=28,
        life=0,
        program=0.3,
        clue=(
            "shift hours foreign to the claimed countries; devices join members; the office line shows in 0.6 % "
            "of sessions; rare lagging client"
        ),
    ),
    # A relay that sells cheap access (hydra cluster): strangers' prompts are spread round robin over the keys; dead
    # keys are replaced.
    # Perfect analyst: one stranger's own form of prompt hops over many accounts within minutes; the relay's client;
    # even loads; new keys take over on the day the old ones are banned; the same exits for the old and the new.
    "relay": Kind(
        name="relay",
        api=1.0,
        office=0.0,
        slip=0.0,
        hours=0,
        human=False,
        forms=160,
        topics=60,
        level=-1,
        items=1.0,
        turn=0,
        tout=700,
        rate=45,
        life=9,
        program=0.4,
        clue=(
            "private prompt forms hop across many accounts; the relay's rare client; banned keys replaced at once "
            "on the same exits"
        ),
    ),
    # Trial farming: SMS numbers, mailboxes and trial credit in bulk; each account lives some days.
    # Perfect analyst: each number serves two accounts, batches with the seller's timetable, short lives of equal length
    # that end at the trial's limit, identical mix of work, and the exits that signed up are the exits that work.
    "trials": Kind(
        name="trials",
        api=0.4,
        office=0.0,
        slip=0.04,
        hours=3,
        human=False,
        forms=15,
        topics=5,
        level=0,
        items=0.7,
        turn=2,
        tout=900,
        rate=24,
        life=6,
        program=0.6,
        clue=("reused numbers; equal short lives; sign-up exits are work exits; same narrow mix of topics"),
    ),
    # Agent traces: few, long, expensive exchanges for training agents.
    # Perfect analyst: a narrow set of long-horizon topics with very long answers, tasks repeated across accounts for
    # best-of-n, all take up the new model on its first day, common outages of the dispatcher, exits met again.
    "traces": Kind(
        name="traces",
        api=0.8,
        office=0.001,
        slip=0.03,
        hours=3,
        human=True,
        forms=12,
        topics=4,
        level=0,
        items=0.25,
        turn=5,
        tout=4200,
        rate=22,
        life=0,
        program=0.5,
        clue=(
            "tasks repeated across accounts; very long answers on few topics; new model on the first day; exits recur"
        ),
    ),
}


def level(tier: Tier, kind: Kind) -> int:
    """Noise of the templates."""
    return min(max(tier.level + kind.level, 1), 4)
