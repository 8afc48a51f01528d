"""The longest announced prefix, against looking through all of them."""

from __future__ import annotations

import ipaddress

from hypothesis import given
from hypothesis import strategies as st

from app.ingest.addresses import canonical_address, canonical_prefix
from app.ingest.networks import PrefixTable

_NEAR = st.builds(
    lambda low, length: canonical_prefix(f"192.0.2.{low}/{length}"), st.integers(0, 255), st.integers(8, 32)
)
_SIX = st.builds(
    lambda low, length: canonical_prefix(f"2001:db8::{low:x}:0:0:0/{length}"), st.integers(0, 99), st.integers(16, 64)
)
_PREFIXES = st.lists(st.one_of(_NEAR, _SIX).filter(bool), max_size=12)
_TEXTS = st.one_of(
    st.integers(0, 255).map(lambda low: f"192.0.2.{low}"),
    st.integers(0, 99).map(lambda low: f"2001:db8::{low:x}:0:0:1"),
    st.tuples(st.integers(0, 255), st.integers(0, 32)).map(lambda pair: f"192.0.2.{pair[0]}/{pair[1]}"),
    st.just("h:00ff00ff"),
)


@given(_PREFIXES, _TEXTS)
def test_the_longest_prefix_around_an_address(prefixes: list[str], text: str) -> None:
    address = canonical_address(text)
    assert address is not None
    around = []
    if not address.text.startswith("h:"):
        inner = ipaddress.ip_network(address.text)
        networks = [ipaddress.ip_network(prefix) for prefix in prefixes]
        around = [net for net in networks if net.version == inner.version and inner.subnet_of(net)]  # type: ignore[arg-type]
    longest = max(around, key=lambda net: net.prefixlen, default=None)
    assert PrefixTable(prefixes).longest(address.text) == (str(longest) if longest else None)
