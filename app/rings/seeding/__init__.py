"""Where to look: cells of links, who keeps one clock, who asks the same; each refined until it holds together."""
