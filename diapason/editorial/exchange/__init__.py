"""The calendar as files: CSV and XLSX, out and in again (E1)."""
