// purpose: billing name and address (keyed hashes) of every payment link, with the account's internal id; '' where unknown
// mode:    read
// params:  chunk INTEGER, chunks INTEGER, as_of DATE
// returns: accounts LIST<INTEGER>, names LIST<STRING>, addresses LIST<STRING>
MATCH (a:Account)-[l:PAID_WITH|FORMERLY_PAID_WITH]->()
WHERE id(a) % $chunks = $chunk AND (l.name_hash IS NOT NULL OR l.address_hash IS NOT NULL)
  AND ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
RETURN collect(id(a)) AS accounts, collect(coalesce(l.name_hash, '')) AS names,
       collect(coalesce(l.address_hash, '')) AS addresses
