// purpose: every fact of the graph as text, an entity with its links at a time; bookkeeping nodes excepted
// mode:    read
// returns: label STRING, properties STRING, links LIST<STRING>
MATCH (n:Account|AccountVersion|IpAddress|Network|PaymentInstrument|EmailDomain|EmailPattern|Client|Device|QueryCluster|Action|Ring|TrafficDay|Judgement|Triage|Note|Operator|Claim)
// Text, since a time costs the driver a hundred times what a string does. U+001F ends a property, U+001E an item of a
// list, U+001D the parts of a link: its type, the label and key of its end, its properties.
RETURN labels(n)[0] AS label,
       reduce(text = '', k IN keys(n) | text + k + '='
         + coalesce(toStringOrNull(n[k]), reduce(list = '', x IN n[k] | list + toString(x) + '\u001e')) + '\u001f') AS properties,
       [(n)-[l]->(m) | type(l) + '\u001d' + labels(m)[0] + '\u001d'
         + coalesce(m.account_id, m.address, m.prefix, m.instrument_id, m.domain, m.pattern, m.client, m.device_id,
                    m.query_cluster, m.action_key, m.version_key, m.ring_id, m.operator_id) + '\u001d'
         + reduce(text = '', k IN keys(l) | text + k + '='
             + coalesce(toStringOrNull(l[k]), reduce(list = '', x IN l[k] | list + toString(x) + '\u001e')) + '\u001f')] AS links
