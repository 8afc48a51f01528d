"""What a kind of honest group is: ranges and habits, one declaration a kind."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of honest group; what is not said is as among private people."""

    name: str
    population: str
    size: tuple[int, int]
    lines: str
    """Words `place:when:weight`: places of `places.py`, `home`, `work` or `any`, and how often."""
    clock: str
    """Of `clock.py`, or `shifts` or `outage`."""
    areas: str
    """Of `topics.py`: what the members ask in common, for a `share` of the time, in `breadth` clusters."""
    share: float = 0.5
    breadth: int = 8
    mail: str = "own"
    cards: str = "own"
    dev: str = "own"
    client: str = "mix"
    signup: str = "spread"
    phone: str = "own"
    verified: str = "email"
    plan: str = "free"
    org: int = 0
    """1: the accounts are of an organisation; `parent`, `referrer`: the others name the first one as theirs."""
    parent: int = 0
    referrer: int = 0
    kiosk: int = 0
    """1: most signed up at one place, on one machine."""
    cc: str = "one"
    """Countries: `one`, `few` or `any`."""
    first: str = ""
    """`recent`: nobody comes before the world begins."""
    days: str = ""
    """A pattern of `clock.py`."""
    rate: tuple[float, float] = (3, 11)
    """Exchanges a day; `active`: share of days with any."""
    active: tuple[float, float] = (0.08, 0.5)
    tmpl: tuple[float, float] = (0, 0)
    """Share of prompts from a template, and share of those without a change."""
    mode: str = "human"
    weekend: float | None = None
    """What a day of the weekend is worth; None: drawn by the clock."""
    bad: tuple[float, float, float] = (0.012, 0.012, 0.008)
    """Shares refused, failed and limited."""
    tin: float = 5.2
    """Logarithm of the tokens asked, and of those answered."""
    tout: float = 5.9

    @property
    def program(self) -> bool:
        """Whether it comes through programs."""
        return self.client.startswith(("fw:", "job:", "sdk"))
