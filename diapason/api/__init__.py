"""The public REST API, its tokens, and webhooks out."""
