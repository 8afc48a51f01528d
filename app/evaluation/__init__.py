"""Scores of a detection against truth."""

from app.evaluation.report import evaluate
from app.evaluation.truth import join, read_truth

__all__ = ["evaluate", "join", "read_truth"]
