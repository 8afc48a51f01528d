// purpose: what weighing a few identifiers needs: how many accounts there are, what the last run learned, what people allowed
// mode:    read
// params:  at DATETIME
// returns: population INTEGER, run_id STRING, parameters STRING, allowed LIST<STRING>, networks LIST<STRING>
CALL () {
  OPTIONAL MATCH (d:DetectionRun) WHERE d.run_id >= ''
  RETURN d ORDER BY d.run_id DESC LIMIT 1
}
CALL () {
  OPTIONAL MATCH (j:Judgement)
  WHERE j.verdict IN ['allowed_instrument', 'benign_network'] AND j.made_at <= $at
    AND j.withdrawn_at IS NULL AND (j.expires_at IS NULL OR j.expires_at > $at)
  RETURN collect(CASE j.verdict WHEN 'allowed_instrument' THEN j.identifier END) AS allowed,
         collect(CASE j.verdict WHEN 'benign_network' THEN j.identifier END) AS networks
}
RETURN COUNT { (:Account) } AS population, d.run_id AS run_id, d.parameters AS parameters, allowed, networks
