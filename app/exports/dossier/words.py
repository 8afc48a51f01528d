"""What the software's terms mean, in words for people who have never seen it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FAMILIES: Final[Mapping[str, str]] = {
    "payment": "they pay with the same cards or accounts",
    "network": "they come from the same networks",
    "email": "their mail addresses are of one make or at one provider",
    "device": "they use the same devices or programs",
    "content": "they ask for the same unusual things",
    "timing": "they act at the same moments, day and night",
    "prior": "the odds before any evidence",
}

STATES: Final[Mapping[str, str]] = {
    "flagged": "The software flagged it; no person has confirmed it yet. A hypothesis, no ground for enforcement.",
    "confirmed": "A person confirmed it after looking at the evidence.",
    "candidate": "The evidence is of one kind only. It is a lead to look into, not a finding.",
    "contained-suspect": "One house explains how the accounts are linked, but not how they behave.",
    "benign": "Something innocent explains it: the software holds nothing against these accounts.",
    "reversed": "A person looked at it and decided that it is no ring.",
}

METHOD: Final = (
    "Accounts are linked by what they share. Sharing something counts the more, the fewer others have it; the weight "
    "is told in bits: one bit more doubles the odds. What crowds share, as a mobile carrier's addresses, is left out.",
    "Linked accounts are grouped, and each group is tested on evidence that did not link it: do its members act at the "
    "same moments, ask for the same things, and were they made in waves?",
    "A group is flagged only if at least two kinds of evidence speak for it, one of them payment, network, mail or "
    "device. Offices, universities, households, carriers and contracts that explain a group are held against it.",
    "Nationality, language, country and working hours add nothing to any score.",
)

CANNOT: Final = (
    "It cannot say who the people behind the accounts are. A ring is not an operator; a name stands here "
    "only where a person claimed it and a second one approved.",
    "It never saw what was asked or answered: prompts do not enter it. What is said of contents rests on topics only.",
    "It cannot tell intent. Authorised bulk users look alike; contracts count only if they were made known to it.",
    "It sees only what was recorded. Accounts that share nothing recorded stay unseen: the true ring may be larger.",
    "The probability is calibrated on simulated worlds and judged cases; in other populations it can be off.",
)


def state(name: str) -> str:
    """What a state of a group means for a decision."""
    return STATES.get(name, "")


def kind(name: str) -> str:
    """A kind of identifier or test in plain words."""
    return name.replace("*", " with ").replace("_", " ")
