"""The countries where people live."""

from __future__ import annotations

from typing import Final

COUNTRIES: Final[dict[str, tuple[float, float, int]]] = {
    "US": (-6, 24, 5), "GB": (0, 6, 5), "DE": (1, 6, 5), "FR": (1, 5, 5), "IN": (5.5, 12, 5), "BR": (-3, 7, 5),
    "JP": (9, 6, 5), "KR": (9, 4, 5), "CA": (-5, 4, 5), "MX": (-6, 3, 5), "NG": (1, 2, 5), "KE": (3, 1.5, 5),
    "ZA": (2, 2, 5), "EG": (2, 1.5, 4), "SA": (3, 1.5, 4), "AE": (4, 1.2, 5), "IL": (2, 1.5, 4), "TR": (3, 2, 5),
    "PL": (1, 2.5, 5), "ES": (1, 3, 5), "IT": (1, 3, 5), "NL": (1, 2, 5), "SE": (1, 1.5, 5), "UA": (2, 1.5, 5),
    "ID": (7, 4, 5), "PH": (8, 3, 5), "VN": (7, 3, 5), "TH": (7, 2, 5), "PK": (5, 2, 5), "BD": (6, 1.5, 4),
    "SG": (8, 1.5, 5), "AU": (10, 3, 5), "AR": (-3, 1.5, 5), "CO": (-5, 1.5, 5), "TW": (8, 2, 5), "GE": (4, 0.5, 5),
}  # fmt: skip
"""Code -> hours from UTC, weight, first day of the weekend with Monday = 0."""
CODES: Final = list(COUNTRIES)
WEIGHTS: Final = [weight for _, weight, _ in COUNTRIES.values()]
