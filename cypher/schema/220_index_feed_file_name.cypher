// purpose: find FeedFile by name
// mode:    schema
CREATE INDEX index_feed_file_name IF NOT EXISTS FOR (n:FeedFile) ON (n.name)
