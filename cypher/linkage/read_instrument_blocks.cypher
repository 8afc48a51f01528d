// purpose: payment instruments of several accounts, with the accounts' internal ids; hubs without members
// mode:    read
// params:  chunk INTEGER, chunks INTEGER, max_degree INTEGER, as_of DATE
// returns: identifiers LIST<STRING>, degrees LIST<INTEGER>, members LIST<LIST<INTEGER>>
MATCH (x:PaymentInstrument)
WHERE id(x) % $chunks = $chunk AND COUNT { (x)<-[:PAID_WITH]-() } > 1
CALL (x) {
  MATCH (x)<-[l:PAID_WITH|FORMERLY_PAID_WITH]-(a)
  WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  WITH collect(DISTINCT id(a)) AS found
  RETURN size(found) AS degree, CASE WHEN size(found) > $max_degree THEN [] ELSE [m IN found | m] END AS members
}
WITH x, degree, members WHERE degree > 1
RETURN collect(x.instrument_id) AS identifiers, collect(degree) AS degrees, collect(members) AS members
