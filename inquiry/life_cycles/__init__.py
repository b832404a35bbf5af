"""What every life cycle with recorded steps shares: the rows, how they read, how they are written, asked for and served."""
