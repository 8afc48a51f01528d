"""Names, mailboxes and clients."""

from __future__ import annotations

from benchmarks.eleventh.model import World

_FIRST = (
    "anna ben carla david elena farid grace hugo ines jonas kira liam maria noah olga pedro quinn rosa sam tara "
    "uma victor wen xenia yusuf zoe arjun bianca chen diego emma felix gita hana ivan julia kofi lena minh nadia "
    "omar priya raj sofia tomas ulla vera will yara zane"
)
_LAST = (
    "smith garcia mueller nguyen patel kim silva rossi novak brown ivanov tanaka khan lopez dubois wang jones "
    "kowalski yilmaz costa meyer singh chan martin lee moreau fischer ali santos clark becker rao tran sato wood "
    "evans hill schulz diaz roy"
)
_WORDS = (
    "sky nova pixel lumen river atlas cobalt ember quartz delta maple orbit zen hazel titan coral falcon onyx "
    "vertex willow iris summit prism harbor"
)
FIRST, LAST, WORDS = _FIRST.split(), _LAST.split(), _WORDS.split()
WEBMAIL = (
    ["gmail.com"] * 11
    + ["outlook.com"] * 3
    + ["hotmail.com"] * 2
    + ["yahoo.com"] * 2
    + ["icloud.com"] * 2
    + ["proton.me", "gmx.de"]
)
BOUGHT = ["outlook.com", "outlook.com", "hotmail.com", "gmail.com", "mail.ru", "rambler.ru", "gmx.com"]
_WEB = (
    "chrome-131:t13d15h2 chrome-130:t13d15h2 safari-18:t13d20h2 chrome-129:t13d15h2 edge-131:t13d15h2 "
    "firefox-133:t13d17h2 safari-17:t13d20h2 chrome-android-131:t13d15h2 firefox-128:t13d17h2 opera-115:t13d15h2"
)
_APP = "ios-app-4.2 android-app-4.2 ios-app-4.1 desktop-app-1.9 android-app-4.0"
_API = "python-sdk-1.58 node-sdk-4.77 python-sdk-1.54 httpx-0.27 curl-8.5 go-sdk-0.3 okhttp-4.12 python-sdk-1.40"
WEB, APP, API = _WEB.split(), _APP.split(), _API.split()


def mailbox(world: World, domain: str = "") -> str:
    """A mailbox as people choose them; a number at the end keeps it unique."""
    rng = world.rng
    first, last, number = world.pick(FIRST), world.pick(LAST), int(rng.integers(1, 9999))
    forms = [
        f"{first}.{last}{number}",
        f"{first}{last}{number % 100}{rng.integers(999)}",
        f"{first[0]}{last}{number}",
        f"{world.pick(WORDS)}{first}{number}",
        f"{last}_{first}{number}",
        f"{first}{1950 + number % 58}{world.pick(WORDS)}{number % 37}",
    ]
    if not domain and rng.random() < 0.05:
        domain = f"{last}{number}.{world.pick(['me', 'net', 'dev'])}"
    return f"{world.pick(forms)}@{domain or world.pick(WEBMAIL)}"


def staff(world: World, domain: str, form: int) -> str:
    """A mailbox by a firm's own rule."""
    first, last, number = world.pick(FIRST), world.pick(LAST), int(world.rng.integers(1, 999))
    forms = [f"{first}.{last}{number}", f"{first[0]}{last}{number}", f"{first}{number}"]
    return f"{forms[form]}@{domain}"


def bought(world: World) -> str:
    """A mailbox from a seller: names by a script, as many innocents have too."""
    first, last, number = world.pick(FIRST), world.pick(LAST), int(world.rng.integers(1000, 99999))
    forms = [f"{first}{last}{number}", f"{last}{first[:3]}{number}", f"{first}{number}"]
    return f"{world.pick(forms)}@{world.pick(BOUGHT)}"


def serial(world: World, domain: str, form: int, stem: str) -> str:
    """A mailbox of a plain cell: one form, one domain."""
    number, first, last = int(world.rng.integers(10_000, 999_999)), world.pick(FIRST), world.pick(LAST)
    forms = [f"{stem}{number}", f"{first}.{last}.{number % 1000:03d}", f"{first}{stem}{number % 10_000:04d}"]
    return f"{forms[form]}@{domain}"


def company_domain(world: World) -> str:
    """A private mail domain."""
    name = f"{world.pick(WORDS)}-{world.pick(LAST)}{int(world.rng.integers(99))}"
    return f"{name}.{world.pick(['com', 'io', 'co', 'de', 'in'])}"


def clients(world: World, api_share: float) -> list[str]:
    """One or two clients, the popular ones first."""
    kinds = API if world.rng.random() < api_share else WEB
    main = kinds[min(int(world.rng.exponential(2.2)), len(kinds) - 1)]
    other = APP[min(int(world.rng.exponential(1.5)), len(APP) - 1)] if kinds is WEB else WEB[int(world.rng.integers(4))]
    return [main, other] if world.rng.random() < 0.45 else [main, main]


def surfaces() -> dict[str, str]:
    """The surface that each known client speaks to."""
    return {**dict.fromkeys(WEB, "web"), **dict.fromkeys(APP, "app"), **dict.fromkeys(API, "api")}
