"""STIX 2.1: rings as a bundle that other systems read, and the check of a bundle."""
