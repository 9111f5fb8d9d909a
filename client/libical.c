/* SPDX-License-Identifier: MIT */
#include "libical.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

static bool find(void *handle, const char *name, void *ret) {
	void *symbol = dlsym(handle, name);

	/* POSIX promises that a function's address survives this. */
	memcpy(ret, &symbol, sizeof(symbol));
	return symbol;
}

int libical_open(Libical *ret) {
	Libical ical = { .handle = dlopen(EOLD_LIBICAL, RTLD_NOW | RTLD_LOCAL) };
	bool found = ical.handle;

#define X(name) found = found && find(ical.handle, #name, &ical.name);
	LIBICAL_FUNCTIONS(X)
#undef X
	if (!found) {
		libical_close(&ical);
		return -ENOPKG;
	}
	*ret = ical;
	return 0;
}

void libical_close(Libical *ical) {
	/* It keeps time zones in memory of its own, which nobody could reach any more. */
	if (ical->icaltimezone_free_builtin_timezones)
		ical->icaltimezone_free_builtin_timezones();
	if (ical->handle)
		(void)dlclose(ical->handle);
	*ical = (Libical){ 0 };
}

char *libical_text(const Libical *ical, icalcomponent *component) {
	char *theirs = ical->icalcomponent_as_ical_string_r(component);
	char *ours = theirs ? strdup(theirs) : NULL;

	if (theirs)
		ical->icalmemory_free_buffer(theirs);
	return ours;
}
