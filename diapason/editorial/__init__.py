"""Ideas, posts and their variants, moments, the calendar, workflow and approval."""
