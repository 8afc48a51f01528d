// purpose: every fact of the graph, an entity with all its links at a time; bookkeeping of batches and runs excepted
// mode:    read
// returns: label STRING, properties MAP, links LIST<LIST<ANY>>
MATCH (n:Account|IpAddress|Network|PaymentInstrument|EmailDomain|EmailPattern|Client|Device|QueryCluster|Action|Ring|TrafficDay|Judgement)
RETURN labels(n)[0] AS label, properties(n) AS properties,
       [(n)-[l]->(m) | [type(l), properties(l), labels(m)[0],
                        coalesce(m.account_id, m.address, m.prefix, m.instrument_id, m.domain, m.pattern, m.client,
                                 m.device_id, m.query_cluster, m.action_key, m.ring_id)]] AS links
