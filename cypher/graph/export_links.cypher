// purpose: every link of a type with its ends and properties as text, for a rebuild
// mode:    read
// params:  type STRING, names LIST<STRING>
// returns: start STRING, end STRING, cells LIST<STRING>
MATCH (a)-[l:$($type)]->(b)
RETURN split(elementId(a), ':')[2] AS start, split(elementId(b), ':')[2] AS end,
       [k IN $names | coalesce(toStringOrNull(l[k]), CASE WHEN l[k] IS NULL THEN null
         ELSE reduce(list = '', x IN l[k] | list + toString(x) + '\u001f') END)] AS cells
