"""Worlds by a tenth author, a student of public data sets on web abuse: each has the feeds such a source would have.

- Styles (`styles.py`): `contract` and `none` with all feeds; with few, `wallets` (funding trees of airdrop farmers),
  `reviews` (paid reviewers), `socks` (sock puppets as a checkuser sees them) and `sessions` (a front end's log).
- Rings: cells of an operator with one job, tied by pools, cards or devices (`rings.py`, `cells.py`); farms by the shape
  of their transfers (`wallet_rings.py`); campaigns (`reviews.py`); masters (`socks.py`); bot nets, relays, walls of
  phones, gateways and markets (`session_rings.py`).
- Tiers: plain, careful, evasive. Some rings leave nothing that anybody could use; the notes beside the truth say so.
- Honest groups that look like rings (`groups_*.py`, `wallets.py`, `readers.py`): courses, fans, helpers, libraries,
  call centres, resellers, book clubs, payrolls, workshops and more.
- Columns with holes, coarse times, heavy tails: activity, popularity and sizes follow power laws.

Shares and rates are the author's own estimates: no source is cited for them.
"""

from benchmarks.tenth.generate import write_world
from benchmarks.tenth.styles import STYLES

__all__ = ["STYLES", "write_world"]
