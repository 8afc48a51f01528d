"""Who belongs where: what is taken apart, who is let in, who only passes by, who has a better claim."""
