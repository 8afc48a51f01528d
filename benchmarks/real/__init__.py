"""Feeds from real data that other people published; the data stays where it is, its owner's terms hold.

| set | source, a git repository | who is behind the accounts |
|---|---|---|
| `hop` | hop-protocol/hop-airdrop (ISC) | wallets that used a bridge, and the groups one actor was found to run |
| `weblog` | elastic/examples (Apache-2.0) | addresses that visited a site; crawlers name themselves |
| `movies` | any copy of MovieLens 100K (GroupLens: research only, no copies) | 943 honest people, no infrastructure |
"""

from benchmarks.real.sets import SETS, convert

__all__ = ["SETS", "convert"]
