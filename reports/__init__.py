"""What goes out: registers now; claims, findings and the report later."""
