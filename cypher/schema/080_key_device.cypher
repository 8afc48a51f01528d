// purpose: one Device for each device_id
// mode:    schema
CREATE CONSTRAINT key_device IF NOT EXISTS
FOR (n:Device) REQUIRE n.device_id IS UNIQUE
