"""Worlds by a third, independent author, who saw the feed contract and the public cases but no detection code."""

from benchmarks.third.draw import STYLES, Order, RingOrder, order_of
from benchmarks.third.world import write_world

__all__ = ["STYLES", "Order", "RingOrder", "order_of", "write_world"]
