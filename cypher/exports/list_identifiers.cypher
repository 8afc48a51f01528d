// purpose: a page of all identifiers of one kind, in order
// mode:    read
// params:  kind STRING, after STRING, limit INTEGER
// returns: values LIST<STRING>
CALL () {
  WITH 1 AS one WHERE $kind = 'instrument'
  MATCH (x:PaymentInstrument) WHERE x.instrument_id > $after RETURN x.instrument_id AS value ORDER BY value LIMIT $limit
  UNION ALL
  WITH 1 AS one WHERE $kind = 'ip'
  MATCH (x:IpAddress) WHERE x.address > $after RETURN x.address AS value ORDER BY value LIMIT $limit
  UNION ALL
  WITH 1 AS one WHERE $kind = 'subnet'
  MATCH (x:Network) WHERE x.prefix > $after AND x.derived RETURN x.prefix AS value ORDER BY value LIMIT $limit
  UNION ALL
  WITH 1 AS one WHERE $kind = 'asn'
  MATCH (x:Network) WHERE x.asn IS NOT NULL WITH DISTINCT toString(x.asn) AS value WHERE value > $after
  RETURN value ORDER BY value LIMIT $limit
  UNION ALL
  WITH 1 AS one WHERE $kind = 'email_domain'
  MATCH (x:EmailDomain) WHERE x.domain > $after RETURN x.domain AS value ORDER BY value LIMIT $limit
  UNION ALL
  WITH 1 AS one WHERE $kind = 'email_pattern'
  MATCH (x:EmailPattern) WHERE x.pattern > $after RETURN x.pattern AS value ORDER BY value LIMIT $limit
  UNION ALL
  WITH 1 AS one WHERE $kind = 'device'
  MATCH (x:Device) WHERE x.device_id > $after RETURN x.device_id AS value ORDER BY value LIMIT $limit
  UNION ALL
  WITH 1 AS one WHERE $kind = 'client'
  MATCH (x:Client) WHERE x.client > $after RETURN x.client AS value ORDER BY value LIMIT $limit
  UNION ALL
  WITH 1 AS one WHERE $kind = 'query_cluster'
  MATCH (x:QueryCluster) WHERE x.query_cluster > $after RETURN x.query_cluster AS value ORDER BY value LIMIT $limit
  UNION ALL
  WITH 1 AS one WHERE $kind = 'email'
  MATCH (x:Account) WHERE x.email_hash > $after WITH DISTINCT x.email_hash AS value
  RETURN value ORDER BY value LIMIT $limit
  UNION ALL
  WITH 1 AS one WHERE $kind = 'account'
  MATCH (x:Account) WHERE x.account_id > $after RETURN x.account_id AS value ORDER BY value LIMIT $limit
}
RETURN collect(value) AS values
