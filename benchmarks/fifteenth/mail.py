"""Addresses for mail, as people, employers, schools, sellers and scripts make them."""

from collections.abc import Callable

from benchmarks.fifteenth.world import World, tokens

FIRST = [
    "anna", "ben", "carlos", "dewi", "elena", "fatima", "george", "hana", "ivan", "julia", "kofi", "lena",
    "minh", "nadia", "omar", "priya", "quentin", "rosa", "sam", "tuan", "uma", "viktor", "wei", "ximena",
    "yusuf", "zoe", "amir", "bella", "chen", "diego", "emeka", "farah", "grace", "hugo", "ines", "jamal", "kim",
    "lucas", "maria", "noor",
]  # fmt: skip
LAST = [
    "smith", "nguyen", "garcia", "kumar", "mueller", "silva", "tanaka", "kim", "okafor", "dubois", "rossi",
    "santos", "yilmaz", "kowalski", "ahmed", "lopez", "brown", "patel", "wong", "chen", "singh", "ivanov",
    "jensen", "costa", "ali", "hernandez", "park", "sato", "moreau", "novak", "khan", "diaz", "evans",
    "fischer", "lee",
]  # fmt: skip
WORDS = [
    "blue", "star", "pixel", "nova", "river", "stone", "tiger", "cloud", "lucky", "quiet", "sunny", "delta",
    "echo", "fox", "green", "iron", "jade", "kite", "moon", "north",
]  # fmt: skip
BIG = {"gmail.com": 0.62, "outlook.com": 0.1, "yahoo.com": 0.08, "icloud.com": 0.07, "hotmail.com": 0.06,
       "qq.com": 0.03, "proton.me": 0.02, "gmx.de": 0.02}  # fmt: skip
OLD = {"hotmail.com": 0.4, "yahoo.com": 0.25, "aol.com": 0.1, "mail.ru": 0.1, "gmail.com": 0.15}
TEMP = ["mailinator.com", "guerrillamail.com", "yopmail.com", "temp-mail.org"]


def domain(world: World, end: str = "") -> str:
    """A new domain: two words and an ending."""
    rng = world.rng
    a, b = rng.choice(WORDS, 2)
    return f"{a}{b}{int(rng.integers(1, 9999))}.{end or rng.choice(['com', 'io', 'net', 'xyz', 'site', 'co'])}"


def person(world: World) -> str:
    """The local part that a person chooses."""
    rng = world.rng
    f, s, k = str(rng.choice(FIRST)), str(rng.choice(LAST)), int(rng.integers(1, 999))
    shape = int(rng.integers(0, 6))
    forms = [f"{f}.{s}", f"{f}{s}{k}", f"{f[0]}{s}{k % 100}", f"{f}_{s}", f"{f}{1960 + k % 50}"]
    return [*forms, f"{rng.choice(WORDS)}{f}{k}"][shape]


def _consumer(world: World, i: int, knob: str) -> str:
    return f"{person(world)}@{world.pick(BIG)}"


def _work(world: World, i: int, knob: str) -> str:
    return f"{world.rng.choice(FIRST)}.{world.rng.choice(LAST)}@{knob}"


def _school(world: World, i: int, knob: str) -> str:
    letters = "".join(world.rng.choice(list("abcdefghklmnprst"), 3))
    return f"{letters}{int(world.rng.integers(10, 9999))}@{knob}"


def _plus(world: World, i: int, knob: str) -> str:
    user, host = knob.split("@")
    return f"{user}+{world.rng.choice(['', 'a', 'acc', 'test'])}{i}@{host}"


def _catchall(world: World, i: int, knob: str) -> str:
    hosts = knob.split(",")
    local = person(world) if world.chance(0.6) else tokens(world.rng, 1, "", 4)[0]
    return f"{local}@{hosts[int(world.rng.integers(len(hosts)))]}"


def _aged(world: World, i: int, knob: str) -> str:
    return f"{person(world)}{int(world.rng.integers(70, 99))}@{world.pick(OLD)}"


def _service(world: World, i: int, knob: str) -> str:
    return f"{world.rng.choice(['svc', 'bot', 'ci', 'job', 'api'])}-{i:02d}@{knob}"


def _mass(world: World, i: int, knob: str) -> str:
    f, s = world.rng.choice(FIRST), world.rng.choice(LAST)
    return f"{f}{s}{int(world.rng.integers(1000, 999999))}@{knob or 'outlook.com'}"


def _dots(world: World, i: int, knob: str) -> str:
    user, host = knob.split("@")
    return "".join(c + ("." if (i >> j) & 1 and j < len(user) - 1 else "") for j, c in enumerate(user)) + "@" + host


def _relay(world: World, i: int, knob: str) -> str:
    return f"{tokens(world.rng, 1, '', 5)[0]}@privaterelay.appleid.com"


def _temp(world: World, i: int, knob: str) -> str:
    return f"{tokens(world.rng, 1, '', 5)[0]}@{world.rng.choice(TEMP)}"


MAKERS: dict[str, Callable[[World, int, str], str]] = {
    "consumer": _consumer, "work": _work, "school": _school, "plus": _plus, "catchall": _catchall, "aged": _aged,
    "service": _service, "mass": _mass, "dots": _dots, "relay": _relay, "temp": _temp,
}  # fmt: skip


def mails(world: World, n: int, mode: str, knob: str = "", stray: float = 0.0) -> list[str]:
    """n mail addresses by one habit, none of which the world has yet; a share (`stray`) is plain consumer mail."""
    out = []
    for i in range(n):
        made = MAKERS["consumer" if stray and world.chance(stray) else mode](world, i + 1, knob)
        while made in world.mails:
            user, host = made.split("@")
            made = f"{user}{int(world.rng.integers(2, 999))}@{host}"
        world.mails.add(made)
        out.append(made)
    return out


def knob_for(world: World, mode: str, hosts: int = 1) -> str:
    """What a habit needs: one mailbox, a provider or a school's domain, else so many domains with commas between."""
    if mode in ("plus", "dots"):
        return f"{world.rng.choice(FIRST)}{world.rng.choice(LAST)}{int(world.rng.integers(99))}@gmail.com"
    if mode == "mass":
        return world.pick({"outlook.com": 0.5, "gmail.com": 0.3, "hotmail.com": 0.2})
    if mode == "school":
        return domain(world, str(world.rng.choice(["edu", "ac.uk", "edu.in"])))
    return ",".join(domain(world) for _ in range(hosts))
