/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * complain - what goes wrong, said once, on standard error. Room: client.
 *
 * What is typed and what comes from the bus is shown without anything that could steer a terminal.
 */
#include "util/cleanup.h"

/* Prints "eolctl: " and a sentence. */
void complain(const char *format, ...) _printf_(1, 2);
/* The same for a wrong command line, with where to find help. Returns -EINVAL. */
int complain_usage(const char *format, ...) _printf_(1, 2);
/* A further line under a complaint. */
void complain_more(const char *format, ...) _printf_(1, 2);
