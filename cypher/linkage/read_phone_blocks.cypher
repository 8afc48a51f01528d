// purpose: phone numbers (hashes) of several accounts, with the accounts' internal ids; hubs without members
// mode:    read
// params:  max_degree INTEGER, as_of DATE
// returns: identifiers LIST<STRING>, degrees LIST<INTEGER>, members LIST<LIST<INTEGER>>
CALL () {
  MATCH (a:Account)
  WHERE a.phone_hash IS NOT NULL AND ($as_of IS NULL OR a.known_from IS NULL OR a.known_from <= $as_of)
  RETURN a.phone_hash AS x, a
  UNION ALL
  MATCH (a:Account)-[l:FORMERLY]->(v:AccountVersion)
  WHERE v.phone_hash IS NOT NULL AND l.known_from <= $as_of < l.known_to
  RETURN v.phone_hash AS x, a
}
WITH x, collect(id(a)) AS found
WITH x, size(found) AS degree, CASE WHEN size(found) > $max_degree THEN [] ELSE [m IN found | m] END AS members
WHERE degree > 1
RETURN collect(x) AS identifiers, collect(degree) AS degrees, collect(members) AS members
