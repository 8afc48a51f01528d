"""Worlds by an eleventh author, independent of the others: a large prototype population cut down, with all feeds.

- Styles (`styles.py`): `proto`; `noschedule` (no cell has a timetable), `evasive`, `needle` (one ring among 40,000
  accounts, careful or evasive by the seed), `noclusters` (no query cluster is told) and `none` (no ring).
- Rings (`rings.py`, `tiers.py`): an operator's cells of 20 to 200 with a tier each; cells of one tier may be bridged to
  one ring. A cell has its topics, a timetable redrawn each day, and heirs of the accounts that it loses to bans.
- Tiers: plain (hosting, one mail form, cards for 3 to 20), careful (rented proxies, bought mailboxes, cards for 2 to
  4), evasive (everything of one's own but one thing shared by two or three; half of the traffic is cover).
- Honest groups that look like rings (`groups.py`, `people.py`): companies, universities with courses, agencies, fleets
  of service accounts, households, users of one carrier; some private people exit by the proxies that rings rent.
- Bans hit the honest too, half of them undone. A heavy tail of topics: people's favourites are popular ones.

Shares and rates are the author's own estimates: no source is cited for them.
"""

from benchmarks.eleventh.generate import write_world
from benchmarks.eleventh.styles import STYLES

__all__ = ["STYLES", "write_world"]
