"""Names, mail domains and mailboxes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.sixth.geography import REGION

_FIRST = {
    "w": """james mary john linda robert susan michael karen david emma oliver sophie jack lucy thomas anna paul julia
        peter laura mark clara simon nina leo alice hugo marta piotr eva""",
    "i": """rahul priya amit neha rohan anjali vikram pooja arjun kavita sanjay divya aditya meera ali fatima usman
        ayesha imran deepak suresh lakshmi nikhil shreya""",
    "l": """jose maria juan ana luis carmen carlos sofia miguel lucia pedro camila joao beatriz diego valentina rafael
        larissa felipe gabriela""",
    "d": """lukas lena jonas mia felix hannah max laura tim julia jan sarah philipp lisa moritz katharina stefan
        sabine uwe petra""",
    "j": """haruto yui sota aoi yuki hina ren mei kenji sakura takumi rin daichi nana hiroshi emi wei ting yu chen
        jia hao""",
    "s": """budi siti andi dewi rizky putri nguyen linh minh huong jose maricel john grace mark joy emeka chioma ahmed
        mohamed mehmet elif ayse mustafa wayan""",
    "k": "minjun seoyeon jiho haeun dohyun jisoo sungmin yuna hyunwoo minji jaewon subin",
    "r": "oleksandr olena dmytro iryna andrii nataliia serhii tetiana ivan oksana maksym yulia",
}
_LAST = {
    "w": """smith jones taylor brown wilson evans walker white hall green baker adams nelson carter mitchell roberts
        turner phillips rossi bianchi dubois martin kowalski nowak jansen bakker murphy kelly""",
    "i": """sharma patel singh kumar gupta khan reddy iyer nair mehta das joshi verma rao chopra malik ahmed hussain
        bhat pillai""",
    "l": """garcia silva santos rodriguez lopez martinez gonzalez pereira costa fernandez oliveira torres ramirez
        flores souza lima gomez diaz""",
    "d": """mueller schmidt schneider fischer weber meyer wagner becker schulz hoffmann koch richter klein wolf
        neumann schwarz""",
    "j": """sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato chen lin huang wang lee chang
        liu wu""",
    "s": """santoso wijaya saputra tran le pham vo reyes cruz bautista santos okafor adeyemi hassan ibrahim yilmaz
        kaya demir pratama lestari""",
    "k": "kim lee park choi jung kang cho yoon jang lim han oh",
    "r": "shevchenko kovalenko bondarenko tkachenko kravchenko melnyk koval lysenko marchenko",
}
FIRST = {region: names.split() for region, names in _FIRST.items()}
LAST = {region: names.split() for region, names in _LAST.items()}
_WORLD = [
    ("gmail.com", 0.52),
    ("outlook.com", 0.10),
    ("hotmail.com", 0.10),
    ("yahoo.com", 0.09),
    ("icloud.com", 0.08),
    ("proton.me", 0.02),
    ("live.com", 0.03),
]
_LOCAL = {
    "d": [("gmx.de", 0.18), ("web.de", 0.14), ("t-online.de", 0.05)],
    "k": [("naver.com", 0.45), ("daum.net", 0.06)],
    "r": [("ukr.net", 0.25), ("i.ua", 0.02)],
    "l": [("hotmail.es", 0.05), ("uol.com.br", 0.04)],
    "j": [("yahoo.co.jp", 0.2), ("docomo.ne.jp", 0.04)],
    "i": [("rediffmail.com", 0.03)],
    "s": [("ymail.com", 0.04)],
    "w": [("aol.com", 0.03), ("orange.fr", 0.03), ("btinternet.com", 0.02), ("wp.pl", 0.02)],
}
PUBLIC = {domain for domains in (_WORLD, *_LOCAL.values()) for domain, _ in domains}
_TLD = ["com", "io", "net", "co", "org", "tech", "dev", "eu", "app"]
_BEFORE = """north blue bright swift iron silver green alpha delta prime nova clear urban stone river cloud peak solid
    true vivid lumen orbit maple cedar atlas harbor summit pixel quant spark vertex zenith"""
_AFTER = """labs works soft systems studio media group data health energy logistics legal foods retail design partners
    capital motors analytics consulting digital trade build care games robotics"""
BEFORE, AFTER = _BEFORE.split(), _AFTER.split()


def word(rng: np.random.Generator) -> str:
    """A word that a name may begin with."""
    return str(rng.choice(BEFORE))


def company_domain(rng: np.random.Generator) -> str:
    """A company's own mail domain."""
    return f"{rng.choice(BEFORE)}{rng.choice(AFTER)}{rng.integers(2, 99)}.{rng.choice(_TLD)}"


def mailboxes(
    rng: np.random.Generator,
    country: Any,
    *,
    corporate: bool = False,
    domains: str | Sequence[str] | None = None,
) -> list[str]:
    """A mailbox for each country number, named as people name theirs; domains: one for all, or one each."""
    count = len(country)
    draws, digits = rng.random((count, 4)), rng.integers(0, 10000, count)
    years = rng.integers(70, 110, count) % 100
    out = []
    for row in range(count):
        region, number = REGION[country[row]], int(digits[row])
        first, last = _chosen(FIRST[region], draws[row, 0]), _chosen(LAST[region], draws[row, 1])
        if corporate:
            local = f"{first}.{last}" if draws[row, 3] < 0.97 else f"{first}.{last}{number % 9 + 1}"
        else:
            local = _local_part(first, last, number, int(years[row]), draws[row])
        if domains is None:
            domain = _provider(rng, region, last, number)
        else:
            domain = domains if isinstance(domains, str) else domains[row]
        out.append(f"{local}@{domain}")
    return out


def _chosen(names: list[str], draw: float) -> str:
    return names[int(draw * len(names))]


def _local_part(first: str, last: str, number: int, year: int, draws: Any) -> str:
    forms = (
        (0.22, f"{first}.{last}{number % 100 if draws[3] < 0.6 else ''}"),
        (0.45, f"{first}{last}{year:02d}"),
        (0.6, f"{first[0]}{last}{number % 1000}"),
        (0.75, f"{first}{number}"),
        (0.88, f"{last}.{first}{number % 100}"),
        (1.0, f"{BEFORE[number % len(BEFORE)]}{AFTER[number // 7 % len(AFTER)]}{number % 77}"),
    )
    return next(form for below, form in forms if draws[2] < below)


def _provider(rng: np.random.Generator, region: str, last: str, number: int) -> str:
    """A public provider, or in one of twenty cases a domain of one's own."""
    options = _WORLD + _LOCAL.get(region, [])
    rest = rng.random() * sum(weight for _, weight in options) * 1.05
    for domain, weight in options:
        rest -= weight
        if rest < 0:
            return domain
    return f"{last}{AFTER[number % len(AFTER)]}.{_TLD[number % len(_TLD)]}"
