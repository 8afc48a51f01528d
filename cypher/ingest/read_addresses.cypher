// purpose: every address, for linking them to announced prefixes anew
// mode:    read
// returns: address STRING
MATCH (i:IpAddress) RETURN i.address AS address ORDER BY address
