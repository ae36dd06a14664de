"""Workbooks of Excel and its like: rows of cells under a row of column names."""
