"""One account and all that its use is drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.sixteenth.clock import Arr
from benchmarks.sixteenth.lines import Way
from benchmarks.sixteenth.machines import Device
from benchmarks.sixteenth.topics import Mix


@dataclass(slots=True)
class Account:
    """Times are Unix times in seconds; what is not said is an ordinary person's."""

    id: str
    country: str
    created: float
    population: str
    lines: list[Way]
    devices: list[Device]
    topics: Mix
    hours: Arr
    """24 weights, in local time."""
    tz: float
    """Hours from UTC."""
    wend: int
    """First day of the weekend, Monday = 0."""
    email: str
    plan: str = "free"
    org: str | None = None
    phone: str | None = None
    verified: str = "email"
    parent: str | None = None
    referrer: str | None = None
    signup_ip: str | None = None
    signup_client: str | None = None
    signup_dev: str | None = None
    weekend: float = 0.7
    """What a day of the weekend is worth, of a working day."""
    active: float = 0.25
    """Share of days with any exchange."""
    rate: float = 7.0
    """Mean exchanges of such a day; `sigma`: how far days differ, `cap`: most that a day has."""
    sigma: float = 0.8
    cap: int = 400
    daymul: Arr | None = None
    """What each day of the world is worth."""
    tmask: int | None = None
    """What a template adds to a signature; `tshare` of the prompts are of it, `texact` of those without a change."""
    tshare: float = 0.0
    texact: float = 0.0
    tin: float = 5.2
    """Logarithm of the tokens asked; `tout`: of those answered."""
    tout: float = 5.9
    gap: float = 110.0
    """Seconds between exchanges of a session."""
    mode: str = "human"
    """`job`: few sessions; `spread`: every exchange is one."""
    minute: int | None = None
    """Of the hour, at which a job runs."""
    creds: list[str] | None = None
    bad: tuple[float, float, float] = (0.012, 0.012, 0.008)
    """Shares refused, failed and limited."""
    group: str = ""
    ring: str = ""
    operator: str = ""
    cell: str = ""
    tier: str = ""
    first: float | None = None
    """Used from then on, until `end`."""
    end: float | None = None
    seq: Arr | None = None
    """Clusters that are gone through in order, from the `offset`th on."""
    offset: int = 0
    status: str = "active"

    @property
    def begin(self) -> float:
        """When it is used first, at the earliest."""
        return max(self.created, self.first or 0)
