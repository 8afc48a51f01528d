"""Four days of visits to a site (semicomplete.com, May 2015): crawlers run rings of addresses and name themselves.

The site knows no accounts: an account is an address, made at its first visit. A ring is a crawler seen at five or more
addresses, with whatever else comes from a subnet where five of them are: some come again as a browser. Everybody else
passes for honest, whatever software they ran. The log was written with the month in place of the minute, so that every
visit is at five past: times are no better than hours.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from benchmarks.real.rows import Feeds, truth
from benchmarks.real.source import Source

_LINE = re.compile(r'(\S+) \S+ \S+ \[([^]]+)\] "(?:\S+ )?(\S+)[^"]*" (\d+) \S+ "(?:[^"\\]|\\.)*" "((?:[^"\\]|\\.)*)"')
_CRAWLERS = {
    "google": "googlebot|feedfetcher-google|google web preview|mediapartners-google|google-site-verification",
    "baidu": "baiduspider",
    "bing": "bingbot|msnbot|bingpreview",
    "yandex": "yandex",
    "yahoo": "yahoo! slurp",
    "archive": "archive.org_bot",
    "ahrefs": "ahrefsbot",
    "majestic": "mj12bot",
    "mail-ru": "mail.ru_bot",
    "sogou": "sogou",
    "twitter": "twitterbot",
    "facebook": "facebookexternalhit",
    "seznam": "seznambot",
    "exabot": "exabot",
}
LEAST = 5
"""Addresses of a ring."""


def weblog(source: Source) -> Feeds:
    """Feeds of the visitors of one site."""
    visits = []
    for found in map(_LINE.match, source.ending("apache_logs").splitlines()):
        if found:
            ip, at, path, code, client = found.groups()
            visits.append((datetime.strptime(at, "%d/%b/%Y:%H:%M:%S %z").astimezone(UTC), ip, path, code, client))
    visits.sort()
    came: dict[str, datetime] = {}
    for at, ip, *_ in visits:
        came.setdefault(ip, at)
    rings = _rings({ip: name for _, ip, _, _, client in visits if (name := _crawler(client))}, came)
    return {
        "accounts": ({"account_id": ip, "created_at": at.isoformat(), "signup_ip": ip} for ip, at in came.items()),
        "exchanges": (
            {
                "occurred_at": at.isoformat(),
                "account_id": ip,
                "ip": ip,
                "client": _software(client),
                "query_cluster": _page(path),
                "surface": "web",
                "outcome": "ok" if code < "400" else "error",
            }
            for at, ip, path, code, client in visits
        ),
        "truth": truth(came, rings),
    }


def _rings(crawler: Mapping[str, str], everybody: Iterable[str]) -> dict[str, str]:
    """Address -> ring, from the addresses that named themselves."""
    sizes = Counter(crawler.values())
    named = {ip: name for ip, name in crawler.items() if sizes[name] >= LEAST}
    subnets = Counter((_subnet(ip), name) for ip, name in named.items())
    owned = {subnet: name for (subnet, name), count in subnets.items() if count >= LEAST}
    return {ip: owned[_subnet(ip)] for ip in everybody if _subnet(ip) in owned} | named


def _subnet(ip: str) -> str:
    return ip.rpartition(".")[0]


def _software(client: str) -> str:
    """A user agent; what is longer than an id may be goes by its hash."""
    if len(client) > 256:
        return hashlib.sha256(client.encode()).hexdigest()
    return "" if client == "-" else client


def _page(path: str) -> str:
    return path.partition("?")[0][:256]


def _crawler(client: str) -> str | None:
    return next((name for name, words in _CRAWLERS.items() if re.search(words, client.lower())), None)
