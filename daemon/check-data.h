/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * check-data - `eold --check`: read without serving, and say what is wrong. Room: daemon (top).
 */
#include "options.h"

/* Reads what the options name, prints FILE:LINE: MESSAGE on standard error for everything that is
 * refused or doubted, and returns the exit status: 0 nothing refused, 1 something refused. */
int check_data_run(const Options *options);
