"""What everything is about: entities, links, evidence, rings, findings, facts. No I/O."""
