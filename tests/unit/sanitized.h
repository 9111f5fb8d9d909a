/* SPDX-License-Identifier: MIT */
/* Whether this is a build with sanitizers, which take their own time and memory: gcc and clang say
 * it in different ways. */
#pragma once

#include <stdbool.h>

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define IS_SANITIZED true
#else
#define IS_SANITIZED false
#endif
