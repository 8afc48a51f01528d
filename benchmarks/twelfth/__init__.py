"""Worlds by a twelfth author, independent of the others: honest groups that are easily taken for rings, with all feeds.

- Styles (`styles.py`): `contract` (0 to 8 rings of 20 to 2,000 by the seed), `none` (no ring, three groups of each
  honest kind), `evasive` (2 to 5 rings, mostly evasive) and `small` (4 to 8 rings of 20 to 80).
- Honest kinds (`kinds_*.py`): some seventy that an employer, a school, a carrier, a tool or a hobby made alike: one
  desktop image, one card, one VPN, one prompt list, one hour. Some members do not join; some belong to two groups.
- Rings (`operators.py`, `cells.py`): an operator's plan of prompts, sellers that honest people buy from too, and cells
  of one tier each, hit by a wave of bans and staffed anew.
- Tiers (`tiers.py`): plain (hosting, cards for 4 to 20, round the clock), careful (rented proxies, cards for 1 to 4)
  and evasive (lines in the account's country and its hours, bought and warmed accounts, nearly half cover).
- Bans hit the honest too, and are mostly taken back. Some rows come twice, some clusters are not told.

Shares and rates are the author's own estimates: no source is cited for them.
"""

from benchmarks.twelfth.generate import write_world
from benchmarks.twelfth.styles import STYLES

__all__ = ["STYLES", "write_world"]
