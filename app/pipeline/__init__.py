"""The composition root: the only place that knows all stages. Feeds to rings, replay, demo."""

from app.pipeline.detection import run_detect

__all__ = ["run_detect"]
