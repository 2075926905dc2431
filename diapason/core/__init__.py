"""The ground floor: clock, ids, money, text, encryption, guarded HTTP, jobs. Knows nothing of brands or networks."""
