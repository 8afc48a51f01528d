"""The columns of an account while it is built: what feeds tell, what the truth tells, and habits; with defaults."""

from __future__ import annotations

from typing import Any

from benchmarks.fourth.tools import DAY

DEFAULTS: dict[str, Any] = {
    # what the feeds tell
    "created": 0.0,
    "email": None,
    "plan": "free",
    "country": "US",
    "organization": None,
    "status": "active",
    "signup_ip": -1,
    "signup_client": -1,
    "signup_device": -1,
    "phone": -1,
    "verified": "email",
    "parent": -1,
    "referrer": -1,
    # what the truth tells
    "ring": "",
    "operator": "",
    "cell": "",
    "tier": "",
    "population": "private",
    "group_id": "",
    # volume: exchanges an active day, chance of an active day, share of it kept at weekends, first and last day
    "rate": 4.0,
    "active": 0.35,
    "weekend": 0.7,
    "first": -1e9,
    "last": 1e9,
    "ramp": 0.0,
    # hours: zone, profile (0 office, 1 evening, 2 flat), group schedule and how much of the work follows it
    "tz": 0,
    "profile": 1,
    "schedule": -1,
    "scheduled": 0.0,
    # exits: own, other, leak (menus), chance of the two last, seconds between changes
    "exit1": -1,
    "exit2": -1,
    "exit3": -1,
    "p2": 0.0,
    "p3": 0.0,
    "p3_login": -1.0,
    "rotate": 5 * DAY,
    # content: main menu, chance of the other (-1: everybody's), share written from a template
    "topic1": -1,
    "topic2": -1,
    "q2": 0.35,
    "template": 0.25,
    "out_scale": 1.0,
    "in_scale": 1.0,
    # tools
    "client": -1,
    "client2": -1,
    "device": -1,
    "device2": -1,
    "web": 0.6,
    "keys": 1,
    "model": 0,
    "login": 0.2,
    "limited": 0.01,
    "refused": 0.01,
}
