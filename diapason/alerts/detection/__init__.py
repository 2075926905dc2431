"""What is unusual in a series of counts: plain Python that knows nothing of brands, mentions or the database."""
