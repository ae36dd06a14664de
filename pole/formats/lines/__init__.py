"""Files of lines of several types, which a code in each line tells apart: header, rows under rows, trailer."""
