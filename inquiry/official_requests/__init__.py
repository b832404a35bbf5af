"""What the commission asks of authorities, and every answer, silence, postponement and cancellation."""
