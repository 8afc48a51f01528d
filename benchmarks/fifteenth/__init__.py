"""Worlds by a fifteenth author, independent of the others: rings of resellers and distillers among honest look-alikes.

- Styles (`styles.py`): `contract` (0 to 8 rings of 20 to 2,000, mixed tiers), `evasive`, `small` (15 to 60) and `none`.
- Honest kinds (`kinds_*.py`): 94, one declaration a kind (`kind.py`), all made by one builder (`groups.py`).
- Rings (`operators.py`, `ringknobs.py`, `rings.py`): every knob of every ring is drawn on its own, by its tier; rings
  of one operator share some things, and rent exits that other operators and honest people use too.
- A batch (`batch.py`) of accounts has habits: days, clock, lines, gear and content; `emit.py` turns them into rows.

Shares and rates are the author's own estimates: no source is cited for them.
"""

from benchmarks.fifteenth.generate import write_world
from benchmarks.fifteenth.styles import STYLES

__all__ = ["STYLES", "write_world"]
