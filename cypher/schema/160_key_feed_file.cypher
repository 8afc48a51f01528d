// purpose: one FeedFile for each sha256
// mode:    schema
CREATE CONSTRAINT key_feed_file IF NOT EXISTS
FOR (n:FeedFile) REQUIRE n.sha256 IS UNIQUE
