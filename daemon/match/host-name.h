/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * host-name - does the NAME of a system name this product. Room: match.
 *
 * ID is often borrowed: CentOS Stream says centos, AlmaLinux Kitten almalinux, Puppy, Pengwin and
 * Vanilla OS debian or ubuntu, and CoreOS carries the cpe of Red Hat Enterprise Linux with version
 * numbers of its own. NAME is what such systems do not borrow. So NAME may veto: each of its words
 * must be one of the product's own (name, label, aliases, ID, cpe) or a word that says nothing
 * (Linux, GNU, OS, Server, ...). NAME alone never finds a product.
 */
#include <stdbool.h>
#include <stddef.h>

#include "catalog/product.h"
#include "host/os-release.h"
#include "match/identifier.h"

/* What stands before the number in a cycle's name (lmde6), NUL included. */
#define HOST_FAMILY_SIZE 32u

/* Whether NAME (and, for the two that are known to pose, PRETTY_NAME) is that of the product. cpe
 * is the parsed CPE_NAME if it fits the product, else NULL. */
bool host_name_fits(const Product *product, const OsRelease *release, const Identifier *cpe);

/* Whether NAME is the word before the number in cycles of the product, as LMDE is in Linux Mint's
 * lmde6: then *ret_family is that word in lower case. */
bool host_name_is_family(
	const Product *product, const OsRelease *release, char ret_family[static HOST_FAMILY_SIZE]);
