// purpose: full-text search over what investigators type
// mode:    schema
CREATE FULLTEXT INDEX text_entities IF NOT EXISTS
FOR (n:Account|IpAddress|Network|PaymentInstrument|EmailDomain|Client|Device|QueryCluster|Ring)
ON EACH [n.account_id, n.address, n.prefix, n.instrument_id, n.domain, n.client, n.device_id, n.query_cluster, n.label, n.organization, n.ring_id]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words', `fulltext.eventually_consistent`: true}}
