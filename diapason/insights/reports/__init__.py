"""Reports of a period: facts frozen as JSON, then said in each reader's language as a page, a PDF and a spreadsheet."""
