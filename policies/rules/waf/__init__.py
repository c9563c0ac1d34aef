"""Rules on AWS WAF Classic, global and regional."""
