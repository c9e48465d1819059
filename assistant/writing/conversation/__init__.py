"""The chat: a question in plain words becomes an answer from the library with citations to exact places, or an honest "not there"."""
