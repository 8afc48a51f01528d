"""Tables and reports that leave the building."""
