// purpose: an address is in at most one derived subnet and at most one announced network
// mode:    read
// returns: problem STRING, times INTEGER, example STRING
MATCH (i:IpAddress)
WHERE COUNT { (i)-[:IN_SUBNET]->() } > 1 OR COUNT { (i)-[:IN_NETWORK]->() } > 1
WITH count(i) AS times, min(i.address) AS example
WHERE times > 0
RETURN 'addresses in several networks' AS problem, times, example
