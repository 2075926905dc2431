"""`bin/network new NAME` makes the folder of a network; `bin/network check [NAME]` holds folders to the suite."""
