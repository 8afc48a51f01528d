// purpose: mark a load unit as applied, in the transaction that applies it; nothing is created where it was before
// mode:    write
// params:  key STRING
MERGE (:LoadUnit {key: $key})
