"""Conversations with the public: messages in, replies out, who answers and how soon."""
