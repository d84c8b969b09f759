"""TAKING AWAY: what the library holds, as files for others."""
