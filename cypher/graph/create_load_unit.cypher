// purpose: mark a load unit as applied, in the transaction that applies it
// mode:    write
// params:  key STRING
CREATE (:LoadUnit {key: $key})
