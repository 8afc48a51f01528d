"""A world read without the graph knows the networks that the graph knows."""

from pathlib import Path

from app.model.snapshot import NetworkInfo
from benchmarks.offline import load_snapshot

NETWORKS = """prefix,asn,organization,kind
192.0.0.0/16,64500,Carrier,mobile
198.51.100.0/26,64501,Quick,vpn
198.51.100.64/26,64502,Slow,hosting
2001:db8::/32,64503,Six,residential
2001:db8:1:2::/64,64504,Rack,hosting
"""
SEEN = ("192.0.2.9", "198.51.100.1", "198.51.100.2", "198.51.100.70", "2001:db8:7::1", "2001:db8:1:2::5", "203.0.113.5")


def test_a_subnet_is_of_the_network_that_most_of_its_addresses_are_in(tmp_path: Path) -> None:
    (tmp_path / "networks.csv").write_text(NETWORKS)
    rows = [f"2026-03-01T00:00:0{at}Z,a{at},{ip}" for at, ip in enumerate(SEEN)]
    (tmp_path / "exchanges.csv").write_text("\n".join(["occurred_at,account_id,ip", *rows, ""]))
    assert load_snapshot(tmp_path).subnets == {
        "192.0.2.0/24": NetworkInfo("192.0.0.0/16", 64500, "Carrier", "mobile"),
        "198.51.100.0/24": NetworkInfo("198.51.100.0/26", 64501, "Quick", "vpn"),
        "2001:db8:7::/48": NetworkInfo("2001:db8::/32", 64503, "Six", "residential"),
        "2001:db8:1::/48": NetworkInfo("2001:db8:1:2::/64", 64504, "Rack", "hosting"),
    }
