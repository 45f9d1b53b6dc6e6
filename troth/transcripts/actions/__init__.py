"""What changes transcripts."""
