// purpose: every node has one declared label, its required properties, and no other property or type than declared
// mode:    read
// params:  types MAP, required MAP
// returns: problem STRING, times INTEGER, example STRING
MATCH (n)
WITH n, labels(n)[0] AS label, size(labels(n)) AS labels
WITH n, label, labels, $types[coalesce(label, '')] AS types
UNWIND CASE WHEN types IS NULL OR labels <> 1 THEN ['is no declared label']
            ELSE [key IN keys(n) WHERE NOT coalesce(valueType(n[key]) IN types[key], false) | key + ' is undeclared or of a wrong type']
               + [key IN $required[label] WHERE n[key] IS NULL | key + ' is missing'] END AS wrong
RETURN coalesce(label, 'a node without label') + ': ' + wrong AS problem, count(*) AS times, min(elementId(n)) AS example
ORDER BY problem
