/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * release-columns - the columns in which releases are listed. Room: client (output).
 */
#include "table.h"

extern const Column release_columns[];
extern const size_t release_columns_n;
