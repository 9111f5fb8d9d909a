/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * export-data - what the daemon knows of the things that were chosen for an export. Room: client.
 *
 * Nothing here needs a bus that passes file descriptors. All functions return 0, or a negative
 * errno after telling why; what they give is the caller's.
 */
#include "export.h"

/* The products that were chosen, as manager_list_products() gives them, in the daemon's order. */
int export_products(Export *export, json_t **ret);
/* The releases that were chosen as on the day asked for, in the order of products and data: all
 * properties of Release, Path, and of the product ProductLabel and Category. */
int export_releases(Export *export, json_t **ret);
/* What is tracked and matches nothing in the data: an array of the products' names. */
json_t *export_unmatched(const Export *export);
/* Whether a host or a release is supported; what is unknown is not, whatever else is said. */
bool export_is_supported(const json_t *values);
