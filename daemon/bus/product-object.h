/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * product-object - org.eold.lifecycle1.Product: its properties as a table. Room: bus.
 */
#include "property.h"
#include "snapshot/snapshot.h"

typedef enum ProductProperty {
	PRODUCT_NAME,
	PRODUCT_LABEL,
	PRODUCT_CATEGORY,
	PRODUCT_TAGS,
	PRODUCT_ALIASES,
	PRODUCT_IDENTIFIERS,
	PRODUCT_VERSION_COMMAND,
	PRODUCT_RELEASE_POLICY_LINK,
	PRODUCT_LINKS,
	PRODUCT_LABELS,
	PRODUCT_CUSTOM_FIELDS,
	PRODUCT_AUTO_METHODS,
	PRODUCT_RELEASES,
	PRODUCT_SOURCE,
	_PRODUCT_PROPERTY_MAX,
} ProductProperty;

/* The functions of the table take a const Product. */
extern const PropertyInfo product_properties[_PRODUCT_PROPERTY_MAX];
