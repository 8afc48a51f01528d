"""Worlds by an eighth author, as the telemetry of a large consumer and API product shows them.

- Operators (`rings.py`, `tiers.py`, `queue.py`): firms that buy accounts in lots from several vendors, rent exits from
  several providers, run one job queue for several products, retry failed jobs at another account, and replace what is
  banned. Whatever the tier, the curricula, the retries and the pauses of the queue stay (`clues`).
- Tiers: plain, careful, evasive; accounts a card, a device and an address, likeness of prompts, cover, hours, age.
- Market (`market.py`): vendors, exit providers and card programmes that all operators share; honest people buy there
  too, and homes are exits without knowing.
- Honest groups that look like rings (`traps_*.py`): 35 sorts, from call centres, cloud desktops and franchises to
  shelters, viral templates, white-label tenants and buyers of one ready account.
- Labs (`lab.py`): columns, feeds, gaps and formats are drawn; a few exchanges are shipped twice.

Shares and rates are the author's own estimates: no source is cited for them.
"""

from benchmarks.eighth.generate import write_world
from benchmarks.eighth.styles import STYLES

__all__ = ["STYLES", "write_world"]
