/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * sanitized - whether this is a build with AddressSanitizer, which wants every piece of memory to
 * be one of its own, and takes its time. Room: util.
 *
 * gcc and clang say it in different ways. A macro, since the preprocessor asks, too.
 */
#include <stdbool.h>

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define IS_SANITIZED true
#else
#define IS_SANITIZED false
#endif
