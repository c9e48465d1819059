"""Pure functions on strings: width, sentences, numerals, units, periods, indicators, quantities."""
