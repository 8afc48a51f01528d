"""Worlds by a sixteenth author, independent of the others: rings of mixed care among honest groups of many kinds.

- Styles (`styles.py`): `contract` (3 to 8 rings of 20 to 2,000), `evasive`, `small` (20 to 80), `none` and `noschedule`
  (rings whose accounts keep hours, days and sign-ups of their own).
- Honest kinds (`kinds_*.py`): 101, one declaration a kind (`kind.py`), all made by one builder (`groups.py`); a world
  has 18 to 30 of them, the others are private people (`people.py`, `crowd.py`).
- Rings (`market.py`, `knobs.py`, `stocks.py`, `rings.py`, `members.py`): every knob of every ring is drawn on its own,
  honest people use the same pools of exits and buy from the same sellers of accounts.
- Members of rings are people with other habits (`people.one`), so that no column tells a ring by how it was written;
  `sessions.py`, `where.py` and `content.py` turn accounts into rows.

Shares and rates are the author's own estimates: no source is cited for them.
"""

from benchmarks.sixteenth.generate import write_world
from benchmarks.sixteenth.styles import STYLES

__all__ = ["STYLES", "write_world"]
