// purpose: accounts that any feed names, before what is known of them arrives
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MERGE (a:Account {account_id: row.value})
ON CREATE SET a.exchanges = 0, a.input_tokens = 0, a.output_tokens = 0
