"""The database: rows stay here, frozen values go in and out."""
