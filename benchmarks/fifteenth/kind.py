"""What a kind of honest group is: ranges and habits, one declaration a kind."""

from dataclasses import dataclass

Range = tuple[float, float]


@dataclass(frozen=True)
class Kind:
    """A kind of honest group; every group draws its own values from these ranges."""

    name: str
    size: Range
    where: str = "one"
    # lines
    home: str = "isp"
    pool: str = ""  # business, education, mobile, hosting, vpn, residential; empty: none shared
    exits: Range = (1, 3)
    share: Range = (0.5, 0.95)
    turn: str = "day"
    # mail, money and papers
    mail: str = "consumer"
    hosts: int = 1
    stray: Range = (0.0, 0.25)
    paid: Range = (0.2, 0.6)
    reuse: Range = (1.0, 1.0)
    purse: str = ""
    bins: int = 0
    names: str = "own"
    plan: str = ""
    organization: bool = False
    verified: str = ""
    parent: bool = False
    referrer: Range = (0.0, 0.05)
    phone: Range = (0.2, 0.6)
    phone_reuse: Range = (1.0, 1.0)
    # gear
    client: str = "stock"
    device: str = "own"
    per: Range = (2, 4)
    surface: str = "mixed"
    # days and hours
    created: str = "spread"  # spread, burst (some hours), weeks, event (made and used in some days)
    rate: Range = (1.5, 6.0)
    sigma: Range = (0.7, 1.2)
    active: Range = (0.15, 0.5)
    mode: str = "person"
    profile: str = "person"
    beats: Range = (1, 6)
    # content
    items: Range = (0, 0)
    topics: Range = (4, 12)
    own: Range = (0.0, 0.4)
    follow: Range = (0.5, 0.95)  # members who take part in the plan
    worked: Range = (0.3, 0.8)  # of their exchanges
    order: str = "random"
    noise: tuple[int, int] = (2, 5)
    busy: bool = False  # the plan is of what everybody asks
    heavy: Range = (0.8, 1.5)
