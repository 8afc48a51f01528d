// purpose: a page of accounts by id, with internal ids; what an account's row told as of the day: its own one, or the version of that day
// mode:    read
// params:  after STRING, page INTEGER, as_of DATE
// returns: last STRING, ids LIST<INTEGER>, account_ids LIST<STRING>, known LIST<BOOLEAN>, created LIST<INTEGER>, contract LIST<BOOLEAN>, parents LIST<STRING>
MATCH (a:Account)
WHERE a.account_id > $after
WITH a ORDER BY a.account_id LIMIT $page
WITH a, CASE WHEN a.rank IS NOT NULL AND ($as_of IS NULL OR a.known_from IS NULL OR a.known_from <= $as_of) THEN a
             ELSE head(COLLECT { MATCH (a)-[l:FORMERLY]->(v:AccountVersion) WHERE l.known_from <= $as_of < l.known_to RETURN v })
        END AS told
// an account that only others' rows named is known from the day that one of these is; payments without any time are from the start
WITH collect({account: a, told: told,
              known: told IS NOT NULL OR $as_of IS NULL OR EXISTS { (a)-[l]->() WHERE coalesce(l.known_from <= $as_of, l:PAID_WITH|FORMERLY_PAID_WITH) }
                     OR EXISTS { (a)<-[l:CHILD_OF|REFERRED_BY|FORMERLY]-() WHERE l.known_from <= $as_of }}) AS page
RETURN page[-1].account.account_id AS last,
       [p IN page | id(p.account)] AS ids,
       [p IN page | p.account.account_id] AS account_ids,
       [p IN page | p.known] AS known,
       [p IN page | coalesce(p.told.created_at.epochSeconds / 60, -1)] AS created,
       [p IN page | coalesce(p.told.verified = 'contract', false)] AS contract,
       [p IN page | coalesce(p.told.parent_account_id, '')] AS parents
