/* SPDX-License-Identifier: MIT */
#include "release-get.h"

#include <errno.h>
#include <string.h>

#include "complain.h"
#include "manager.h"
#include "translate.h"

/* The release at a path as on the day of --at: an object's properties are always those of today. */
static int get_release_on_day(App *app, const char *product, const char *path, json_t **ret) {
	_cleanup_(json_decrefp) json_t *releases = NULL;
	size_t at;
	json_t *release;
	int r = manager_list_releases(app, product, app->args->at, NULL, &releases);

	if (r < 0)
		return r;
	json_array_foreach(
		releases, at, release) if (strcmp(value_str(release, "Path"), path) == 0) {
		*ret = json_incref(release);
		return 0;
	}
	complain(_("The release went while it was asked for."));
	return -ENOENT;
}

int release_get(App *app, const char *product, const char *path, json_t **ret) {
	_cleanup_(json_decrefp) json_t *release = NULL, *whole = json_object();
	int r = app->args->at[0] != '\0'
			? get_release_on_day(app, product, path, &release)
			: bus_client_get_all(&app->client, path, EOLD_INTERFACE_RELEASE, &release);

	if (r < 0)
		return r;
	if (!whole || json_object_set_new(whole, "Path", json_string(path)) < 0 ||
		json_object_update(whole, release) < 0)
		return -ENOMEM;
	*ret = TAKE_PTR(whole);
	return 0;
}
