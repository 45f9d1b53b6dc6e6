"""The four workloads of GDPRbench (Shastri et al., PVLDB 13(7), 2020), through the engine and beside it."""
