/* SPDX-License-Identifier: MIT */
#include "release-columns.h"

#include "util/cleanup.h"

const Column release_columns[] = {
	{ "PRODUCT", "ProductName", COLUMN_TEXT, 0, 1, NULL, "Product" },
	{ "RELEASE", "Name", COLUMN_TEXT, 0, 1, NULL, "Release, as in all other commands" },
	{ "LABEL", "Label", COLUMN_TEXT, 12, 8, NULL, "Name for people" },
	{ "CODENAME", "Codename", COLUMN_TEXT, 0, 0, NULL, "Code name" },
	{ "STATUS", "Status", COLUMN_STATUS, 0, 1, NULL,
		"upcoming, active, security, extended, eol, or unknown" },
	{ "SUPPORTED", "IsSupported", COLUMN_SUPPORTED, 0, 0, NULL,
		"Whether it is supported (active, security, or an entitlement runs)" },
	{ "MAINTAINED", "IsMaintained", COLUMN_YES_NO, 0, 0, NULL, "Whether any phase still runs" },
	{ "RELEASED", "ReleaseDate", COLUMN_DATE, 0, 6, NULL, "Day of the release" },
	{ "ACTIVE-UNTIL", "EoasFrom", COLUMN_DATE, 0, 3, "IsEoas", "Last day of active support" },
	{ "ENDS", "EolFrom", COLUMN_DATE, 0, 1, "IsEol", "Last day before the end of life" },
	{ "WHEN", "EolFrom", COLUMN_WHEN, 0, 2, NULL, "How far away that day is" },
	{ "EXTENDED-UNTIL", "EoesFrom", COLUMN_DATE, 0, 3, "IsEoes",
		"Last day of extended support" },
	{ "DISCONTINUED", "DiscontinuedFrom", COLUMN_DATE, 0, 5, "IsDiscontinued",
		"Last day before it was discontinued" },
	{ "LTS", "IsLts", COLUMN_YES_NO, 0, 0, NULL, "Whether it has long-term support" },
	{ "LATEST", "Latest", COLUMN_TEXT, 8, 4, NULL, "Latest version" },
	{ "LATEST-DATE", "LatestReleaseDate", COLUMN_DATE, 0, 0, NULL,
		"Day of the latest version" },
	{ "TRACKED", "Tracked", COLUMN_YES_NO, 0, 0, NULL,
		"Whether this host or its administrator tracks it" },
	{ "DAYS", "DaysLeft", COLUMN_NUMBER, 0, 0, NULL,
		"Days to the end of life; 2147483647: none known, -2147483648: ended, day "
		"unknown" },
	{ "LINK", "Link", COLUMN_TEXT, 0, 0, NULL, "Release notes" },
	{ "PATH", "Path", COLUMN_TEXT, 0, 0, NULL, "Object on the bus" },
};

const size_t release_columns_n = ELEMENTSOF(release_columns);
