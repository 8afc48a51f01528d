"""The logins feed: web users from where they work, everybody now and then at the console."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.third.draw import DAY
from benchmarks.third.exchanges import Names
from benchmarks.third.setting import Setting
from benchmarks.third.times import People
from benchmarks.third.traffic import Traffic, resolve
from benchmarks.third.writer import timestamp


def logins(s: Setting, people: People, traffic: Traffic, names: Names) -> pd.DataFrame:
    """Draw the feed; columns account_id, at, ip, device_id, client."""
    table = pd.concat([_at_work(s, traffic), _at_console(s, people, traffic)]).sort_values("t")
    browsers = people.array("web", int)
    columns = {
        "account_id": [names.accounts[i] for i in table["a"]],
        "at": [timestamp(max(s.clock.start, at)) for at in table["t"]],
        "ip": [names.addresses[i] for i in table["ip"]],
        "device_id": [s.devices[i] for i in table["d"]],
        "client": [s.clients.texts[browsers[i]] for i in table["a"]],
    }
    return pd.DataFrame(columns).drop_duplicates(["account_id", "at", "ip", "device_id"])


def _at_work(s: Setting, traffic: Traffic) -> pd.DataFrame:
    """Just before the first exchange of a day, on some days, of those who do not call the API."""
    day = ((traffic.at - s.clock.start) // DAY).astype(int)
    _, first = np.unique(traffic.account.astype(np.int64) * s.clock.days + day, return_index=True)
    drawn = s.draw.rng.random(len(first)) < s.draw.uniform(0.25, 0.7)
    first = first[~traffic.by_api[first] & drawn]
    account, address, device = traffic.account[first], traffic.address[first], traffic.device[first]
    return pd.DataFrame({"a": account, "t": traffic.at[first] - 5, "ip": address, "d": device})


def _at_console(s: Setting, people: People, traffic: Traffic) -> pd.DataFrame:
    """At any time between sign-up and ban, from the address that the account manages itself from."""
    rng, clock = s.draw.rng, s.clock
    active = np.unique(traffic.account)
    account = np.repeat(active, rng.poisson(s.draw.uniform(0.6, 2.0), len(active)))
    start = np.maximum(people.created[account], clock.start)
    at = start + rng.random(len(account)) * (np.minimum(people.cut[account], clock.end) - start)
    good = (at < clock.end) & (at > people.created[account]) & (at < people.cut[account])
    account, at = account[good], at[good]
    sources = np.array([member.login[:3] for member in people.accounts])
    address = resolve(s, account, sources[account], at)
    devices = np.array([member.devices[0] for member in people.accounts])
    return pd.DataFrame({"a": account, "t": at, "ip": address, "d": devices[account]})
