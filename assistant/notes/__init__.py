"""Department notes become a ledger of facts."""
