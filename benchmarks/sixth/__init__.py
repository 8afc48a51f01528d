"""Worlds by a sixth author: operators with a way of their own to get accounts, addresses, cards and tasks.

Base rates, and where they come from:

- Messages: 700 M weekly users, 18 bn messages a week (Chatterji et al. 2025, NBER w34255): some 26 a week, heavy tail.
- Mail domains: Gmail 39 %, Microsoft 35 %, Yahoo 18 % of a US-centric list (daniel-lange.com, 2.3 M addresses).
- Carrier NAT: 100 and more subscribers an address, thousands of networks deploy it (Richter et al., IMC 2016;
  Livadariu et al., CAIDA 2018; Cloudflare 2025).
- Residential proxies: 6 M exits over 52,000 ISPs, many of them unwitting home devices (Mi et al., "Resident Evil",
  IEEE S&P 2019), so that exits are somebody's home line too.
- Phone verification: numbers are cheap and used again (Thomas et al., CCS 2014; Dek et al., COTSI 2025; Trend Micro on
  SMS PVA).
- Rings: 24,000 accounts, 16 M exchanges, clusters of accounts on proxy services, half the traffic on a new model within
  24 hours, distillation mixed with strangers' requests (Anthropic, 23 Feb 2026). Gateways that pool accounts: round
  robin, failover at 429, one proxy an account, a pinned client, tokens refreshed in step (public threads of such
  projects).
"""

from benchmarks.sixth.style import STYLES
from benchmarks.sixth.world import write_world

__all__ = ["STYLES", "write_world"]
