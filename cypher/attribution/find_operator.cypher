// purpose: operators that a text names: by id, name or alias, whatever the case
// mode:    read
// params:  text STRING
// returns: operator MAP
MATCH (o:Operator)
WHERE o.operator_id = $text OR toLower(o.name) = toLower($text)
   OR any(alias IN coalesce(o.aliases, []) WHERE toLower(alias) = toLower($text))
RETURN properties(o) AS operator
ORDER BY o.operator_id
