// purpose: prefixes that the networks feed told of
// mode:    read
// returns: prefixes LIST<STRING>
MATCH (n:Network) WHERE n.rank IS NOT NULL
RETURN collect(n.prefix) AS prefixes
