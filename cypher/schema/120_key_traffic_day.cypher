// purpose: one TrafficDay for each ring_id, day, capability, model
// mode:    schema
CREATE CONSTRAINT key_traffic_day IF NOT EXISTS
FOR (n:TrafficDay) REQUIRE (n.ring_id, n.day, n.capability, n.model) IS UNIQUE
