"""What a style of world may hold: its people, its rings and their tiers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """Ranges from which a world of this style is drawn."""

    honest: tuple[int, int]
    rings: tuple[int, int]
    sizes: tuple[int, int]
    tiers: tuple[float, float, float]  # plain, careful, evasive
    passes: int = 1  # how often every honest kind is made at least


TABLE = {
    "contract": Style((10_000, 50_000), (0, 8), (20, 2_000), (0.35, 0.35, 0.3)),
    "evasive": Style((10_000, 35_000), (2, 6), (20, 700), (0.0, 0.0, 1.0)),
    "small": Style((10_000, 25_000), (4, 9), (15, 60), (0.3, 0.4, 0.3)),
    "none": Style((12_000, 40_000), (0, 0), (0, 0), (0.0, 0.0, 0.0), passes=2),
}
STYLES: tuple[str, ...] = tuple(TABLE)
