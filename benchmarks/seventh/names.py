"""People's names and the e-mail addresses they make of them."""

from __future__ import annotations

import numpy as np

from benchmarks.seventh.geo import COUNTRIES
from benchmarks.seventh.util import Arr, Rng, choose

FIRST = {
    "west": (
        "james mary john linda robert sarah michael emma david anna thomas laura daniel julia peter sophie mark "
        "claire lukas hannah paul marie felix alice oliver lucy jack chloe henry nora"
    ),
    "south": (
        "rahul priya amit neha arjun pooja vikram anjali ravi sunita imran fatima dewi budi siti agus rizky putri "
        "ayesha hassan bilal sana kiran deepak meera sanjay nisha rohan"
    ),
    "latin": (
        "jose maria juan ana carlos lucia pedro paula luis camila diego sofia joao beatriz mateus larissa miguel "
        "elena andres valeria rafael bruna jorge carmen ramon isabel"
    ),
    "east": (
        "wei li hao yuki haruto sakura minjun jiwoo minh linh anh tuan huy jing fang kenji aiko seo hyun long mei "
        "chen takumi rina"
    ),
    "slav": (
        "ivan olena piotr anna mehmet ayse andriy oksana tomasz kasia serhiy emre elif pawel marta dmytro zeynep "
        "burak jan ola"
    ),
    "africa": (
        "chinedu amina kwame grace emeka fatou samuel joy ahmed mona kofi wanjiru otieno thabo lerato youssef nour "
        "musa blessing tunde"
    ),
}
LAST = {
    "west": (
        "smith jones brown miller davis wilson moore taylor meyer schmidt weber martin bernard dubois petit king "
        "wright hill scott green baker adams keller wolf jansen devries"
    ),
    "south": (
        "sharma patel kumar singh gupta reddy iyer das khan ali hossain rahman wijaya santoso pratama saputra "
        "nugroho malik ahmed shah joshi nair"
    ),
    "latin": (
        "garcia silva santos rodriguez lopez gonzalez perez oliveira souza costa ramirez torres flores reyes cruz "
        "lima pereira gomez ortiz ruiz"
    ),
    "east": (
        "wang zhang liu tanaka suzuki sato kim park lee nguyen tran pham le hoang choi yamada ito chan lam wong "
        "huang wu"
    ),
    "slav": (
        "kowalski nowak shevchenko bondarenko yilmaz kaya demir kovalenko melnyk wozniak lewandowski celik sahin "
        "mazur tkachenko"
    ),
    "africa": (
        "okafor adeyemi mensah mwangi ochieng hassan ibrahim dlamini nkosi eze bello kamau diallo mahmoud owusu balogun"
    ),
}
GLOBAL_MAIL = [
    "gmail.com",
    "gmail.com",
    "gmail.com",
    "gmail.com",
    "gmail.com",
    "gmail.com",
    "gmail.com",
    "outlook.com",
    "hotmail.com",
    "yahoo.com",
    "icloud.com",
    "icloud.com",
    "proton.me",
]
ALIAS_MAIL = ["privaterelay.appleid.com", "duck.com", "simplelogin.com", "mozmail.com", "passmail.net"]
WORDS = [
    "blue",
    "north",
    "star",
    "nova",
    "zen",
    "pixel",
    "river",
    "cloud",
    "maple",
    "stone",
    "spark",
    "delta",
    "green",
    "orbit",
    "urban",
    "alpha",
    "lumen",
    "cedar",
    "prime",
    "swift",
    "acorn",
    "harbor",
    "vertex",
    "quartz",
]


def local_part(rng: Rng, group: str) -> str:
    """The part before the @, in one of the ways people really choose it."""
    f = str(choose(rng, FIRST[group].split(), 1)[0])
    s = str(choose(rng, LAST[group].split(), 1)[0])
    y, k = int(rng.integers(60, 110)) % 100, int(rng.integers(1, 9999))
    w = WORDS[int(rng.integers(len(WORDS)))]
    forms = [
        f"{f}.{s}",
        f"{f}{s}{y:02d}",
        f"{f[0]}{s}",
        f"{f}{s}",
        f"{f}.{s}{k}",
        f"{f}_{s}",
        f"{s}{f}{y:02d}",
        f"{f}{k}",
        f"{w}{f}{k % 100}",
        f"{f}.{s}{y:02d}",
        f"{s}.{f[0]}",
        f"{w}_{s}",
        f"{f}{s[0]}{k % 1000}",
    ]
    return forms[int(rng.integers(len(forms)))]


def personal(rng: Rng, country: Arr) -> list[str]:
    """Private addresses; 3 % have a domain of their own and 1.5 % hide behind an alias service."""
    out, u = [], rng.random(len(country))
    for c, x in zip(country, u, strict=True):
        here = COUNTRIES[int(c)]
        name = local_part(rng, here.names)
        if x < 0.03:
            dom = name.replace(".", "").replace("_", "") + ".me"
        elif x < 0.045:
            name, dom = alias(rng), ALIAS_MAIL[int(rng.integers(5))]
        else:
            dom = here.mail if x < 0.16 else GLOBAL_MAIL[int(rng.integers(len(GLOBAL_MAIL)))]
        out.append(f"{name}@{dom}")
    return out


def alias(rng: Rng) -> str:
    """What a masking service makes: letters and digits without sense."""
    return "".join(chr(int(x)) for x in rng.choice([*range(97, 123), *range(48, 58)], int(rng.integers(8, 13))))


def at_domain(rng: Rng, n: int, group: str, domain: str) -> list[str]:
    """Addresses of one organisation: one convention for all, numbers where two people clash."""
    form, out = int(rng.integers(3)), []
    seen: dict[str, int] = {}
    for _ in range(n):
        f, s = (str(choose(rng, t[group].split(), 1)[0]) for t in (FIRST, LAST))
        base = [f"{f}.{s}", f"{f[0]}{s}", f"{f}{s[0]}"][form]
        seen[base] = seen.get(base, 0) + 1
        out.append(f"{base}{seen[base] if seen[base] > 1 else ''}@{domain}")
    return out


def firm(rng: Rng) -> str:
    """A company-like name."""
    a, b = (WORDS[int(i)] for i in rng.choice(len(WORDS), 2, replace=False))
    return f"{a}{b}{int(rng.integers(2, 99)) if rng.random() < 0.3 else ''}"


def scripted(rng: Rng, n: int, form: int, domains: list[str]) -> list[str]:
    """What an account seller's script makes: one recipe for the whole batch."""
    f, s = choose(rng, FIRST["west"].split(), n), choose(rng, LAST["west"].split(), n)
    k = rng.integers(1000, 99999, n)
    rnd = [alias(rng) for _ in range(n)]
    makes = [
        [f"{a}{b}{c}" for a, b, c in zip(f, s, k, strict=True)],
        [f"{a}.{b}.{c % 1000:03d}" for a, b, c in zip(f, s, k, strict=True)],
        rnd,
        [f"{b}{a[0]}{c}" for a, b, c in zip(f, s, k, strict=True)],
    ]
    return [f"{x}@{d}" for x, d in zip(makes[form % 4], choose(rng, np.array(domains), n), strict=True)]
