"""Projects: one report to be written, with everything decided about it, kept from one day to the next. No page here and no writing."""
