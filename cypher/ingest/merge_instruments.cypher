// purpose: payment instruments
// mode:    write
// params:  rows MAP
UNWIND $rows.value AS value
MERGE (:PaymentInstrument {instrument_id: value})
