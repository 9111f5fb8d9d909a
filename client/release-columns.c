/* SPDX-License-Identifier: MIT */
#include "release-columns.h"

#include "translate.h"
#include "util/cleanup.h"

const Column release_columns[] = {
	{ N_("PRODUCT"), "ProductName", COLUMN_TEXT, 0, 1, NULL, N_("Product") },
	{ N_("RELEASE"), "Name", COLUMN_TEXT, 0, 1, NULL, N_("Release, as in all other commands") },
	{ N_("LABEL"), "Label", COLUMN_TEXT, 12, 8, NULL, N_("Name for people") },
	{ N_("CODENAME"), "Codename", COLUMN_TEXT, 0, 0, NULL, N_("Code name") },
	{ N_("STATUS"), "Status", COLUMN_STATUS, 0, 1, NULL,
		N_("upcoming, active, security, extended, eol, or unknown") },
	{ N_("SUPPORTED"), "IsSupported", COLUMN_SUPPORTED, 0, 0, NULL,
		N_("Whether it is supported (active, security, or an entitlement runs)") },
	{ N_("MAINTAINED"), "IsMaintained", COLUMN_YES_NO, 0, 0, NULL,
		N_("Whether any phase still runs") },
	{ N_("RELEASED"), "ReleaseDate", COLUMN_DATE, 0, 6, NULL, N_("Day of the release") },
	{ N_("ACTIVE-UNTIL"), "EoasFrom", COLUMN_DATE, 0, 3, "IsEoas",
		N_("Last day of active support") },
	{ N_("ENDS"), "EolFrom", COLUMN_DATE, 0, 1, "IsEol",
		N_("Last day before the end of life") },
	{ N_("WHEN"), "EolFrom", COLUMN_WHEN, 0, 2, NULL, N_("How far away that day is") },
	{ N_("EXTENDED-UNTIL"), "EoesFrom", COLUMN_DATE, 0, 3, "IsEoes",
		N_("Last day of extended support") },
	{ N_("DISCONTINUED"), "DiscontinuedFrom", COLUMN_DATE, 0, 5, "IsDiscontinued",
		N_("Last day before it was discontinued") },
	{ N_("LTS"), "IsLts", COLUMN_YES_NO, 0, 0, NULL, N_("Whether it has long-term support") },
	{ N_("LATEST"), "Latest", COLUMN_TEXT, 8, 4, NULL, N_("Latest version") },
	{ N_("LATEST-DATE"), "LatestReleaseDate", COLUMN_DATE, 0, 0, NULL,
		N_("Day of the latest version") },
	{ N_("TRACKED"), "Tracked", COLUMN_YES_NO, 0, 0, NULL,
		N_("Whether this host or its administrator tracks it") },
	{ N_("DAYS"), "DaysLeft", COLUMN_NUMBER, 0, 0, NULL,
		N_("Days to the end of life; 2147483647: none known, -2147483648: ended, day "
		   "unknown") },
	{ N_("LINK"), "Link", COLUMN_TEXT, 0, 0, NULL, N_("Release notes") },
	{ N_("PATH"), "Path", COLUMN_TEXT, 0, 0, NULL, N_("Object on the bus") },
};

const size_t release_columns_n = ELEMENTSOF(release_columns);
