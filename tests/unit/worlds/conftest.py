"""A world in memory: its feeds as data frames, ring members told apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from app.worlds import RingSpec, WorldSpec, simulate

Make = Callable[..., "Written"]


@dataclass(frozen=True, slots=True)
class Written:
    """One world as it was written."""

    folder: Path
    counts: dict[str, int]

    def feed(self, kind: str) -> pd.DataFrame:
        """All rows of a kind, with `ring`, `population` and `group_id` of the account where there is one."""
        table = pd.concat([pd.read_parquet(path) for path in sorted(self.folder.glob(f"{kind}*.parquet"))])
        return table.merge(self.truth(), on="account_id") if "account_id" in table else table

    def truth(self) -> pd.DataFrame:
        """The truth, empty texts kept."""
        return pd.read_csv(self.folder / "truth" / "truth.csv", dtype="str", keep_default_na=False)


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """`make(rings..., **knobs of the world)`: a small world, written once for all tests, which only read it."""
    written: dict[str, Written] = {}

    def run(*rings: RingSpec, **knobs: Any) -> Written:
        spec = WorldSpec(**({"accounts": 400, "days": 6, "rings": rings} | knobs))
        if repr(spec) not in written:
            folder = tmp_path_factory.mktemp("worlds") / "world"
            written[repr(spec)] = Written(folder, simulate(folder, spec))
        return written[repr(spec)]

    return run
