// purpose: every node of a label with its properties as text, for a rebuild
// mode:    read
// params:  label STRING, names LIST<STRING>
// returns: id STRING, cells LIST<STRING>
MATCH (n:$($label))
RETURN split(elementId(n), ':')[2] AS id,
       [k IN $names | coalesce(toStringOrNull(n[k]), CASE WHEN n[k] IS NULL THEN null
         ELSE reduce(list = '', x IN n[k] | list + toString(x) + '\u001f') END)] AS cells
