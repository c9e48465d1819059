"""The jobs: outline, drafting, critique, revision, conversation, export."""
