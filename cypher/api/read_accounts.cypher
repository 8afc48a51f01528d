// purpose: accounts by id, and what is asked of them
// mode:    read
// params:  account_ids LIST<STRING>, properties LIST<STRING>, moments LIST<STRING>
// returns: account_id STRING, properties LIST<ANY>, moments LIST<STRING>
UNWIND $account_ids AS account_id
MATCH (a:Account {account_id: account_id})
// moments as text: the driver makes a thousand of them a second, Python reads a million
RETURN account_id, [name IN $properties | a[name]] AS properties, [name IN $moments | toString(a[name])] AS moments
