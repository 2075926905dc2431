"""Files of what was said: taken in line by line, whatever their size, with what each column means decided by a person."""
