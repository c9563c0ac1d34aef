"""Rules on Amazon OpenSearch Ingestion."""
