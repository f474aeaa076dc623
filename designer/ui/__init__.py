"""The stage: everything Qt. Nothing here decides anything about networks."""
