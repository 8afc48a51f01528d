// purpose: payment instruments
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MERGE (:PaymentInstrument {instrument_id: row.value})
