"""The answer of `attach` as a document for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from app.attribution.attach import Attachment


def attach_document(found: Attachment, first: int = 5) -> dict[str, Any]:
    """`joins` is the ring's id or null; `rings` the best fits with their waterfall; `silent` what says nothing."""
    best = found.joins
    return {
        "joins": best.ring_id if best else None,
        "rings": [asdict(fit) for fit in found.fits[:first]],
        "silent": [asdict(one) for one in found.silent],
        "population": found.population,
    }
