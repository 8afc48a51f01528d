// purpose: a page of accounts by id, with internal ids; what an account's own row says only where that row was known as of the day
// mode:    read
// params:  after STRING, page INTEGER, as_of DATE
// returns: last STRING, ids LIST<INTEGER>, account_ids LIST<STRING>, known LIST<BOOLEAN>, created LIST<INTEGER>, contract LIST<BOOLEAN>, parents LIST<STRING>
MATCH (a:Account)
WHERE a.account_id > $after
WITH a ORDER BY a.account_id LIMIT $page
WITH a, a.rank IS NOT NULL AND ($as_of IS NULL OR a.known_from IS NULL OR a.known_from <= $as_of) AS told
WITH collect({account: a, told: told,
              known: told OR $as_of IS NULL OR EXISTS { (a)-[l]->() WHERE l.known_from <= $as_of }}) AS page
RETURN page[-1].account.account_id AS last,
       [p IN page | id(p.account)] AS ids,
       [p IN page | p.account.account_id] AS account_ids,
       [p IN page | p.known] AS known,
       [p IN page | CASE WHEN p.told THEN coalesce(p.account.created_at.epochSeconds / 60, -1) ELSE -1 END] AS created,
       [p IN page | p.told AND coalesce(p.account.verified = 'contract', false)] AS contract,
       [p IN page | CASE WHEN p.told THEN coalesce(p.account.parent_account_id, '') ELSE '' END] AS parents
