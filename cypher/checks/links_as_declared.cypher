// purpose: every link is of a declared type between declared labels, with its required properties and no others
// mode:    read
// params:  types MAP, required MAP, starts MAP, ends MAP
// returns: problem STRING, times INTEGER, example STRING
MATCH (a)-[l]->(b)
WITH a, l, b, type(l) AS type, $types[type(l)] AS types
UNWIND CASE WHEN types IS NULL THEN ['is no declared link']
            ELSE [key IN keys(l) WHERE NOT coalesce(valueType(l[key]) IN types[key], false) | key + ' is undeclared or of a wrong type']
               + [key IN $required[type] WHERE l[key] IS NULL | key + ' is missing']
               + CASE WHEN labels(a)[0] = $starts[type] AND labels(b)[0] IN $ends[type] THEN []
                      ELSE ['is between ' + labels(a)[0] + ' and ' + labels(b)[0]] END END AS wrong
RETURN type + ': ' + wrong AS problem, count(*) AS times, min(elementId(l)) AS example
ORDER BY problem
