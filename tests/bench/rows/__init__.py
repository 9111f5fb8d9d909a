# SPDX-License-Identifier: MIT
"""What scripts/bench measures: one module for each group of rows, one function for each row."""
