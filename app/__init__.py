"""Ringleader: finds rings of linked accounts, explains them and keeps them."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("ringleader")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0+unknown"
