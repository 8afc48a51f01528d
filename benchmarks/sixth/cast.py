"""All accounts of a world as columns, in the order in which they were added."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from benchmarks.sixth.scene import Scene


class Cast(SimpleNamespace):
    """The columns of `people.draw` over all cohorts; `member`: whether an account is a ring's."""

    def __len__(self) -> int:
        return len(self.country)


def assemble(scene: Scene) -> Cast:
    """Join the cohorts."""
    columns = {
        name: np.concatenate([np.asarray(getattr(cohort, name)) for cohort in scene.cohorts])
        for name in vars(scene.cohorts[0])
        if name != "email"
    }
    cast = Cast(**columns, email=[email for cohort in scene.cohorts for email in cohort.email])
    cast.member = cast.ring != ""
    return cast
