"""Questions of the business as SQL, and the tables that they read: views over the archive of events."""
