// purpose: one PaymentInstrument for each instrument_id
// mode:    schema
CREATE CONSTRAINT key_payment_instrument IF NOT EXISTS
FOR (n:PaymentInstrument) REQUIRE n.instrument_id IS UNIQUE
