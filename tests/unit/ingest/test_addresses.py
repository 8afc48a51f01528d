"""Addresses: one canonical text each, whatever the spelling; never an exception."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ingest.addresses import canonical_address, canonical_prefix


@pytest.mark.parametrize(
    ("text", "address", "subnet"),
    [
        ("203.0.113.7", "203.0.113.7", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.7", "203.0.113.0/24"),
        ("203.0.113.7/32", "203.0.113.7", "203.0.113.0/24"),
        ("203.0.113.99/28", "203.0.113.96/28", "203.0.113.0/24"),
        ("203.0.0.0/16", "203.0.0.0/16", None),
        ("2001:DB8:1:2:3::4", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("[2001:db8::1]", "2001:db8::/64", "2001:db8::/48"),
        ("fe80::1%eth0", "fe80::/64", "fe80::/48"),
        ("2001:db8::/48", "2001:db8::/48", "2001:db8::/48"),
        ("h:00FFaa11", "h:00ffaa11", None),
    ],
)
def test_one_text_for_each_address(text: str, address: str, subnet: str | None) -> None:
    assert canonical_address(text) == (address, subnet)


@pytest.mark.parametrize(
    "text",
    ["999.1.1.1", "1.2.3", "1.2.3.4.5", "1.2.3.04", "", "h:", "h:xyz", "10.0.0.0/33", "example.org", "1.2.3.4\n"],
)
def test_what_is_no_address_gives_none(text: str) -> None:
    assert canonical_address(text) is None


@given(st.one_of(st.text(max_size=60), st.from_regex(r"[0-9a-f:./h%\[\]]{0,45}", fullmatch=True)))
def test_any_text_gives_a_fixed_point_or_none(text: str) -> None:
    found = canonical_address(text)
    if found is not None:
        assert canonical_address(found.text) == found
    prefix = canonical_prefix(text)
    if prefix is not None:
        assert canonical_prefix(prefix) == prefix


@given(st.ip_addresses())
def test_every_address_is_read_and_lies_in_its_subnet(host: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    found = canonical_address(str(host))
    assert found is not None
    assert found.subnet is not None
    assert canonical_address(found.text) == found
    inner, outer = ipaddress.ip_network(found.text), ipaddress.ip_network(found.subnet)
    assert inner.version == outer.version
    assert inner.network_address in outer


@given(st.ip_addresses(v=4))
def test_a_mapped_address_is_its_ipv4_address(host: ipaddress.IPv4Address) -> None:
    assert canonical_address(f"::ffff:{host}") == canonical_address(str(host))


def test_prefixes_lose_host_bits_and_mapping() -> None:
    assert canonical_prefix("10.1.2.3/8") == "10.0.0.0/8"
    assert canonical_prefix("::ffff:10.1.2.0/120") == "10.1.2.0/24"
    assert canonical_prefix("10.0.0.0/99") is None
