"""Worlds by a ninth author, a former investigator of abuse: rings of rooms and waves, among honest people alike.

- Ring: an operator with an order, a queue of work, rooms (cells) of workers and waves of accounts; after each wave of
  bans it changes the one thing that it believes gave it away (`plan.py`, `rings.py`, `hands.py`).
- Tiers: plain, careful, evasive; where accounts come from (registered, bought aged, stolen, rented), cards, exits,
  clients, wording, hours. A room may be a step sloppier or stricter than its ring.
- Vendors (`vendors.py`, `market.py`): mailboxes, numbers, cards, residential exits, account shops, anti-detect
  browsers. Other rings and honest bargain hunters buy there too; honest homes are exits without knowing.
- Honest groups that look like rings (`traps.py`): homes, schools, employers, programs, crowds, grey buyers; 43 in all.
- Labs (`lab.py`): formats and addresses are drawn; thin ones keep one of six sets of files and columns.

Shares and rates are the author's own estimates: no source is cited for them.
"""

from benchmarks.ninth.generate import write_world
from benchmarks.ninth.styles import STYLES

__all__ = ["STYLES", "write_world"]
