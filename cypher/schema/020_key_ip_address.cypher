// purpose: one IpAddress for each address
// mode:    schema
CREATE CONSTRAINT key_ip_address IF NOT EXISTS
FOR (n:IpAddress) REQUIRE n.address IS UNIQUE
