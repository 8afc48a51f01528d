"""Which groups are one operator's, and are joined on evidence of joint control."""
