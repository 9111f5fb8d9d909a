/* SPDX-License-Identifier: MIT */
/* Takes the place of export-ics.c where eolctl is built without libical. */
#include "complain.h"
#include "translate.h"
#include "export.h"

static int write_ics(Export *export) {
	complain(_("This eolctl was built without calendars (libical)."));
	return VERB_FAILED;
}

const ExportFormat export_ics = {
	.name = "ics",
	.options = OPTION_BIT(OPTION_MILESTONE),
	.write = write_ics,
};
