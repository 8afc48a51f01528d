"""Worlds by a fourteenth author, independent of the others: rings out of a grey market.

- Styles (`styles.py`): `contract` (3 to 8 rings of 20 to 1,500, mixed tiers), `evasive`, `small` (15 to 60) and `none`.
- Honest kinds (`kinds_*.py`): 66 that work, school, home, tools or an hour made alike; some members do not join in.
- Rings (`rings.py`, `tiers.py`): every knob is drawn by itself, from lists that lean by the tier; cells keep or share
  each resource; operators buy from the shops (`market.py`) that honest people buy from.
- One builder (`members.py`) makes both, so that no column tells a ring by how it was written.
- Bans hit rings in waves and honest people by mistake; some rows come twice, some columns are not told.

Shares and rates are the author's own estimates: no source is cited for them.
"""

from benchmarks.fourteenth.generate import write_world
from benchmarks.fourteenth.styles import STYLES

__all__ = ["STYLES", "write_world"]
