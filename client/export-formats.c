/* SPDX-License-Identifier: MIT */
#include "export.h"

const ExportFormat *const export_formats[] = {
	&export_json,
	&export_csv,
	&export_facts,
	&export_prometheus,
	&export_ics,
	NULL,
};
