"""What Troth promises about speed, measured side by side with something plain, in one run."""
