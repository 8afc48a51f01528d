"""Worlds by a seventh author: five businesses that need many accounts, and the trade that sells them what they use.

- Businesses: a dispatcher of tasks (distillation), a workshop of people in shifts, a relay that sells access, a farm of
  trials, and traces for training agents. Each has a clue that stays however much its operator hides (`kinds.py`).
- Tiers: plain, careful, evasive; what an operator spends on exits, cards, numbers, mailboxes, devices and cover.
- Trade (`suppliers.py`): proxy providers, card programs, numbers and mailboxes; honest people buy there too, and homes
  are exits without knowing.
- Honest groups that look like rings (`traps_*.py`): households, hotspots, cafes, courses, call centres, service
  accounts, resellers and more, 24 in all.
- Labs (`lab.py`): columns, feeds and formats are drawn, since no two log the same.

Shares and rates are the author's own estimates: no source is cited for them.
"""

from benchmarks.seventh.generate import write_world
from benchmarks.seventh.styles import STYLES

__all__ = ["STYLES", "write_world"]
