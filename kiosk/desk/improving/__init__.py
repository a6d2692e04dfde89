"""What the desk knows and does about questions that people stumble over."""
