"""What is done with personal data: here what takes it out of records. What keeps data is in `components/data`."""
