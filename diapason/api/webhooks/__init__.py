"""Webhooks out: what happens in a brand, told to addresses of its choice (https://www.standardwebhooks.com).

`types` is the table of what is told, `payloads` writes it, `signing` signs it, `queue` hands it to a worker and writes what
became of it, `calling` makes the call, `sender` is the loop beside the job queue, `endpoints` is what people do.
"""
